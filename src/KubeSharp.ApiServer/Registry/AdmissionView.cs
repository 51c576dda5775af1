using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>A part of an object that is admitted in the place of the whole.</summary>
/// <param name="Show">The part of an object.</param>
/// <param name="Take">The object with the part as admission left it.</param>
public sealed record AdmissionView(Func<ObjectNode, ObjectNode> Show, Func<ObjectNode, ObjectNode, ObjectNode> Take);
