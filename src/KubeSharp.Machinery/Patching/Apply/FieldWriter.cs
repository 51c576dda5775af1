namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>Who writes fields.</summary>
/// <param name="Manager">Its name.</param>
/// <param name="Version">The apiVersion it writes in.</param>
/// <param name="Subresource">What it writes through; empty: the object itself.</param>
/// <param name="Time">Now, RFC 3339.</param>
/// <param name="IsReset">Whether a field of the first level (f:status) is not for this write to change, and so not its to own.</param>
public sealed record FieldWriter(string Manager, string Version, string Subresource, string Time, Func<string, bool> IsReset);
