using SafeLoad.Cli.Input;

namespace SafeLoad.Cli.Tests.Commands;

public sealed class OrderedParallelTests
{
    [Test]
    public void GivenWorkThatEndsInAnyOrder_ResultsKeepTheOrderOfTheItems([Values(1, 2, 7)] int jobs)
    {
        var results = OrderedParallel.Select(Enumerable.Range(0, 2000), static i =>
        {
            if (i % 3 == 0) Thread.Yield();
            return i * 2;
        }, jobs, jobs * 4, CancellationToken.None);
        Assert.That(results, Is.EqualTo(Enumerable.Range(0, 2000).Select(static i => i * 2)));
    }

    [Test]
    public void GivenOneItemThatDoesNotEnd_NoMoreThanTheWindowIsBegun()
    {
        using var first = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        int begun = 0;
        IEnumerable<int> Items()
        {
            for (int i = 0; i < 100; i++)
            {
                if (++begun == 8) asked.Set();
                yield return i;
            }
        }
        var task = Task.Run(() => OrderedParallel.Select(Items(), i =>
        {
            if (i == 0) first.Wait();
            return i;
        }, jobs: 2, window: 8, CancellationToken.None).Count());
        asked.Wait();
        // The caller now waits for the first item and asks for no other.
        SpinWait.SpinUntil(() => begun > 8, 50);
        int whileItWaits = begun;
        first.Set();
        Assert.Multiple(() =>
        {
            Assert.That(task.Result, Is.EqualTo(100));
            Assert.That(whileItWaits, Is.EqualTo(8));
        });
    }

    [Test]
    public void GivenCancellationWhileWorkHangs_EndsWithoutWaitingForIt()
    {
        using var never = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        Assert.That(() => OrderedParallel.Select([1], _ =>
        {
            cancellation.Cancel();
            never.Wait();
            return 0;
        }, jobs: 1, window: 4, cancellation.Token).Count(), Throws.InstanceOf<OperationCanceledException>());
        never.Set();
    }

    [Test]
    public void GivenWorkThatThrows_ThrowsTheSameInItsPlace()
    {
        var seen = new List<int>();
        Assert.That(() =>
        {
            foreach (int i in OrderedParallel.Select([1, 2, 3], static i => i == 2 ? throw new IOException("two")
                : i, 2, 8, CancellationToken.None)) seen.Add(i);
        }, Throws.InstanceOf<IOException>().With.Message.EqualTo("two"));
        Assert.That(seen, Is.EqualTo(new[] { 1 }));
    }
}
