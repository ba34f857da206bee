namespace SafeLoad.Loading;

/// <summary>The storages of a container: turns a checked persistent id into the one storage that it means.</summary>
internal interface IStorageTable
{
    /// <summary>The storage; the same object for the same key, so that aliasing is kept.</summary>
    StorageInfo Resolve(in StorageReference reference);
}
