using SafeLoad.Values;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>An entry of a scheduler's state dict, and where TorchSharp keeps it.</summary>
/// <param name="Name">PyTorch's name.</param>
/// <param name="IsRequired">Whether every PyTorch writes it.</param>
/// <param name="Expected">What it must be, for messages.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Parse">Makes the assignment of a value of the file, for a number of groups of parameters; null if it is none.</param>
internal sealed record SchedulerField(string Name, bool IsRequired, string Expected, Func<LRScheduler, PyValue> Get,
    Func<PyValue, int, Action<LRScheduler>?> Parse)
{
    /// <summary>Where a scheduler keeps a value.</summary>
    public delegate ref T Place<in TScheduler, T>(TScheduler scheduler);

    /// <summary>A finite number.</summary>
    public static SchedulerField Number<TScheduler>(string name, Place<TScheduler, double> place, bool isRequired = true)
        where TScheduler : LRScheduler =>
        new(name, isRequired, "a finite number", scheduler => PyValues.Float(place((TScheduler)scheduler)),
            (value, _) => PyNumbers.Finite(value) is { } number ? scheduler => place((TScheduler)scheduler) = number : null);

    /// <summary>A number that may be infinite.</summary>
    public static SchedulerField AnyNumber<TScheduler>(string name, Place<TScheduler, double> place, bool isRequired = true)
        where TScheduler : LRScheduler =>
        new(name, isRequired, "a number", scheduler => PyValues.Float(place((TScheduler)scheduler)),
            (value, _) => PyNumbers.Read(value) is { } number && !double.IsNaN(number) ? scheduler => place((TScheduler)scheduler) =
                number : null);

    /// <summary>A whole number from a least one on.</summary>
    public static SchedulerField Count<TScheduler>(string name, Place<TScheduler, int> place, int least = 0, bool isRequired = true)
        where TScheduler : LRScheduler =>
        new(name, isRequired, $"a whole number from {least} to {int.MaxValue - 1}", scheduler => PyValues.Int(place((TScheduler)scheduler)),
            (value, _) => IntOf(value, least) is { } count ? scheduler => place((TScheduler)scheduler) = count : null);

    /// <summary>A bool.</summary>
    public static SchedulerField Flag<TScheduler>(string name, Place<TScheduler, bool> place) where TScheduler : LRScheduler =>
        new(name, true, "a bool", scheduler => PyValues.Bool(place((TScheduler)scheduler)), (value, _) => PyNumbers.Flag(value) is { } flag
            ? scheduler => place((TScheduler)scheduler) = flag : null);

    /// <summary>One of a few words.</summary>
    public static SchedulerField Word<TScheduler, T>(string name, Place<TScheduler, T> place, params (string Word, T Value)[] words)
        where TScheduler : LRScheduler where T : notnull =>
        new(name, true, "one of " + string.Join(", ", words.Select(static pair => $"'{pair.Word}'")),
            scheduler => PyValues.Str(words.First(pair => pair.Value.Equals(place((TScheduler)scheduler))).Word),
            (value, _) => value.Kind == PyKind.Str
                && Array.Find(words, pair => value.AsBytes().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(pair.Word)))
                    is { Word: not null } found ? scheduler => place((TScheduler)scheduler) = found.Value : null);

    /// <summary>A finite number for each group.</summary>
    public static SchedulerField Rates<TScheduler>(string name, Func<TScheduler, IEnumerable<double>?> get,
        Action<TScheduler, List<double>> set, bool isRequired = true) where TScheduler : LRScheduler =>
        new(name, isRequired, "a list of finite numbers, one for each group of parameters",
            scheduler => get((TScheduler)scheduler) is { } rates ? PyValues.List(rates.Select(PyValues.Float)) : PyValue.None,
            (value, groups) => RatesOf(value) is { } rates && rates.Count == groups ? scheduler => set((TScheduler)scheduler, [.. rates])
                : null);

    /// <summary>A list of finite numbers; null if it is none.</summary>
    public static List<double>? RatesOf(PyValue value)
    {
        if (PyNumbers.Items(value) is not { } items) return null;
        var rates = new List<double>();
        foreach (PyValue item in items)
        {
            if (PyNumbers.Finite(item) is not { } rate) return null;
            rates.Add(rate);
        }
        return rates;
    }

    /// <summary>A whole number of 32 bits that can still be counted up; null otherwise.</summary>
    public static int? IntOf(PyValue value, int least) =>
        PyNumbers.Read(value) is { } number && number >= least && number < int.MaxValue && Math.Floor(number) == number ? (int)number
        : null;
}
