using System.Collections.Concurrent;

namespace SafeLoad.Cli.Commands;

/// <summary>Works on many items at once and gives the results in the items' order.</summary>
internal static class OrderedParallel
{
    /// <summary>What <paramref name="work"/> gives for each item.</summary>
    /// <param name="items">The items, asked for no further ahead than the window.</param>
    /// <param name="work">Called on as many threads as there are jobs, never on the caller's, which can so be cancelled whatever the work does.</param>
    /// <param name="jobs">How many items are worked on at once.</param>
    /// <param name="window">How many items may be begun and not given out: an item that takes long holds up the others, not the memory.</param>
    /// <param name="cancellation">Ends the waiting; the work has to look at it itself.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<TResult> Select<T, TResult>(IEnumerable<T> items, Func<T, TResult> work, int jobs, int window, CancellationToken cancellation)
    {
        // Not disposed: a worker may still look for its next task.
        var todo = new BlockingCollection<Task<TResult>>();
        var begun = new Queue<Task<TResult>>();
        try
        {
            int workers = 0;
            foreach (T item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                var task = new Task<TResult>(() => work(item));
                begun.Enqueue(task);
                todo.Add(task, CancellationToken.None);
                if (workers++ < jobs) Start(todo);
                while (begun.Count >= window || (begun.TryPeek(out var first) && first.IsCompleted)) yield return Take(begun, cancellation);
            }
            while (begun.Count > 0) yield return Take(begun, cancellation);
        }
        finally
        {
            while (todo.TryTake(out _)) { }
            todo.CompleteAdding();
        }
    }

    // Threads of their own: the pool would start more and more while some wait for disks.
    private static void Start<TResult>(BlockingCollection<Task<TResult>> todo) => new Thread(() =>
    {
        foreach (Task<TResult> task in todo.GetConsumingEnumerable()) task.RunSynchronously();
    })
    { IsBackground = true }.Start();

    private static TResult Take<TResult>(Queue<Task<TResult>> begun, CancellationToken cancellation)
    {
        Task<TResult> task = begun.Dequeue();
        Task.WaitAny([task], cancellation);
        return task.GetAwaiter().GetResult();
    }
}
