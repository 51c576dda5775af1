namespace KubeSharp.Storage.Engine;

/// <param name="Value">The value; for a deletion the key with the deletion's revision.</param>
/// <param name="IsDeleted">The key was deleted.</param>
/// <param name="Sub">Its place among the changes of its revision.</param>
internal sealed record KeyVersion(StoredValue Value, bool IsDeleted, int Sub);
