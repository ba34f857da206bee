namespace SafeLoad.Training;

/// <summary>What an entry of a training checkpoint is.</summary>
public enum TrainingRole
{
    /// <summary>The weights of a model.</summary>
    Model,
    /// <summary>An average of the weights over time: EMA, SWA.</summary>
    Ema,
    /// <summary>An optimizer's state dict.</summary>
    Optimizer,
    /// <summary>A learning-rate scheduler's state dict.</summary>
    Scheduler,
    /// <summary>The loss scaler of mixed precision.</summary>
    Scaler,
    /// <summary>The number of epochs.</summary>
    Epoch,
    /// <summary>The number of steps: iteration, global step.</summary>
    Step,
    /// <summary>A loss, an accuracy, another measure.</summary>
    Metric,
    /// <summary>The state of random number generators.</summary>
    RandomState,
    /// <summary>Arguments and configuration.</summary>
    Arguments,
    /// <summary>A learning rate that is kept by itself.</summary>
    LearningRate,
}
