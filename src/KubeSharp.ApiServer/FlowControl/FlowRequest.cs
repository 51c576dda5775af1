using KubeSharp.ApiServer.Pipeline;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What a request is to flow control.</summary>
/// <param name="Schema">The flow schema that it matches.</param>
/// <param name="Flow">The flow it is of.</param>
/// <param name="User">Who asks.</param>
/// <param name="Info">What is asked.</param>
public sealed record FlowRequest(string Schema, string Flow, string User, RequestInfo Info);
