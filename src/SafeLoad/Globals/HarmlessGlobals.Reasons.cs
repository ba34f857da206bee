namespace SafeLoad.Globals;

/// <content>What many classes share: whose <c>__setstate__</c> they have, and what that does.</content>
internal static partial class HarmlessGlobals
{
    // A row's reason names one by its word in brackets.
    private static readonly (string Word, string Reason)[] s_shared =
    [
        ("Module", "its __setstate__ is that of torch.nn.Module, which stores the attributes and makes missing dicts of hooks"),
        ("Convolution", "its __setstate__ is that of convolutions: it fills in a missing padding mode and does what Module's does"),
        ("Attention", "its __setstate__ is that of MultiheadAttention: it fills in a missing switch and does what Module's does"),
        ("Softmax", "its __setstate__ stores the attributes and fills in a missing dimension"),
        ("Upsample", "its __setstate__ fills in a missing switch and does what Module's does"),
        ("Packed", "its __setstate__ takes the tuple of its fields apart; native code packs weight and bias, as in loading a state dict"),
        ("Basic", "its __setstate__ is that of Basic, which sets attributes of what all hold: the scanner reports a state that does"),
        ("Kernel", "its __setstate__ is that of Kernel, which stores the attributes"),
        ("Metric", "its __setstate__ stores the attributes and wraps its own methods anew; its __new__ keeps nothing"),
        ("Index", "the __setstate__ of old versions takes an array's state and a name apart, that of later ones stores attributes"),
        ("Estimator", "its __setstate__ is that of BaseEstimator, which compares the version and stores the attributes"),
    ];

    private static string Expand(string reason)
    {
        foreach (var (word, shared) in s_shared)
            reason = reason.Replace($" [{word}]", "; " + shared, StringComparison.Ordinal);
        return reason;
    }
}
