using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>What the persistent ids of a container stand for.</summary>
internal interface IPersistentIds
{
    /// <summary>Whether ids may be text (PERSID), as in the tar of PyTorch before 0.1.10.</summary>
    bool AreText { get; }

    /// <summary>Whether ids may be calls of a function (torch.package's <c>reduce_package</c>).</summary>
    bool AreCalls => false;

    /// <summary>The value that an id stands for.</summary>
    PyValue Resolve(PyValue id, CheckpointLocation at);
}
