using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SafeLoad.Cli.Input;

/// <summary>Works on many items at once and gives the results in the items' order.</summary>
internal static class OrderedParallel
{
    // Handing over costs as much as scanning a small file: once there are many, several go together.
    private const int LargestBatch = 8;

    /// <summary>What <paramref name="work"/> gives for each item.</summary>
    /// <param name="items">The items, asked for no further ahead than the window.</param>
    /// <param name="work">Called on as many threads as there are jobs, never on the caller's,
    /// which can so be cancelled whatever the work does.</param>
    /// <param name="jobs">How many items are worked on at once.</param>
    /// <param name="window">How many items may be begun and not given out: an item that takes long holds up the others,
    /// not the memory.</param>
    /// <param name="cancellation">Ends the waiting; the work has to look at it itself.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<TResult> Select<T, TResult>(IEnumerable<T> items, Func<T, TResult> work, int jobs, int window,
        CancellationToken cancellation)
    {
        // Not disposed: a worker may still look for its next batch.
        var todo = new BlockingCollection<Batch<T, TResult>>();
        var begun = new Queue<Batch<T, TResult>>();
        try
        {
            int asked = 0, waiting = 0, workers = 0;
            var batch = new Batch<T, TResult>(work);
            foreach (T item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                batch.Add(item);
                waiting++;
                asked++;
                if (batch.Count < Math.Min(LargestBatch, asked / window) && waiting < window) continue;
                Begin();
                while (waiting >= window || (begun.TryPeek(out var first) && first.IsDone))
                {
                    foreach (Func<TResult> result in Take()) yield return result();
                }
            }
            if (batch.Count > 0) Begin();
            while (begun.Count > 0)
            {
                foreach (Func<TResult> result in Take()) yield return result();
            }

            void Begin()
            {
                begun.Enqueue(batch);
                todo.Add(batch, CancellationToken.None);
                batch = new Batch<T, TResult>(work);
                // Threads of their own: the pool would start more and more while some wait for disks.
                if (workers++ < jobs) new Thread(() => Work(todo)) { IsBackground = true }.Start();
            }

            IReadOnlyList<Func<TResult>> Take()
            {
                Batch<T, TResult> done = begun.Dequeue();
                done.Wait(cancellation);
                waiting -= done.Count;
                return done.Results;
            }
        }
        finally
        {
            while (todo.TryTake(out _)) { }
            todo.CompleteAdding();
        }
    }

    private static void Work<T, TResult>(BlockingCollection<Batch<T, TResult>> todo)
    {
        foreach (Batch<T, TResult> batch in todo.GetConsumingEnumerable()) batch.Run();
    }

    private sealed class Batch<T, TResult>(Func<T, TResult> work)
    {
        private readonly List<T> _items = [];
        private readonly List<Func<TResult>> _results = [];
        private readonly ManualResetEventSlim _done = new(initialState: false, spinCount: 0);

        public int Count => _items.Count;

        public bool IsDone => _done.IsSet;

        /// <summary>What the work gave for each item, or throws.</summary>
        public IReadOnlyList<Func<TResult>> Results => _results;

        public void Add(T item) => _items.Add(item);

        public void Wait(CancellationToken cancellation) => _done.Wait(cancellation);

        public void Run()
        {
            foreach (T item in _items) _results.Add(Try(item));
            _done.Set();
        }

        private Func<TResult> Try(T item)
        {
            try
            {
                TResult result = work(item);
                return () => result;
            }
            catch (Exception problem)
            {
                var thrown = ExceptionDispatchInfo.Capture(problem);
                return () =>
                {
                    thrown.Throw();
                    return default!;
                };
            }
        }
    }
}
