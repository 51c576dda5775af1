using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <param name="Name">As in a field selector: spec.nodeName.</param>
/// <param name="Read">Its value as text; empty where unset.</param>
/// <param name="IsIndexed">Keep an index, as lists by it are common.</param>
public sealed record SelectableField(string Name, Func<ObjectNode, string> Read, bool IsIndexed = false);
