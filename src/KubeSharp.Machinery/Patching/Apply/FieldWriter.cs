namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>Who writes fields.</summary>
/// <param name="Manager">Its name.</param>
/// <param name="Version">The apiVersion it writes in.</param>
/// <param name="Subresource">What it writes through; empty: the object itself.</param>
/// <param name="Time">Now, RFC 3339.</param>
/// <param name="Owns">What it may own: what is not reset before its write is stored.</param>
public sealed record FieldWriter(string Manager, string Version, string Subresource, string Time, FieldFilter Owns);
