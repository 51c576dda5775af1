using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tables;

/// <param name="Name">Heading.</param>
/// <param name="Read">The cell of an object at a time.</param>
/// <param name="Type">string, integer, boolean, date.</param>
/// <param name="Priority">0: always shown; 1: with -o wide.</param>
/// <param name="Format">name for the object's name.</param>
public sealed record TableColumn(string Name, Func<ObjectNode, DateTimeOffset, Node> Read, string Type = "string", int Priority = 0, string Format = "")
{
    /// <summary>As in columnDefinitions.</summary>
    public ObjectNode Definition { get; init; } = ObjectNode.Of(("name", Name), ("type", Type), ("format", Format), ("description", ""), ("priority", Priority));
}
