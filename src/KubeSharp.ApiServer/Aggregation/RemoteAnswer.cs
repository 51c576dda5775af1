namespace KubeSharp.ApiServer.Aggregation;

/// <summary>What another server answered to a GET.</summary>
/// <param name="Code">The code.</param>
/// <param name="Body">The body.</param>
/// <param name="Type">Its type; empty: none was said.</param>
/// <param name="Tag">Its ETag; empty: none.</param>
public readonly record struct RemoteAnswer(int Code, byte[] Body, string Type, string Tag);
