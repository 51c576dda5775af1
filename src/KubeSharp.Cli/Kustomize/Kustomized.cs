using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>What a kustomization and those below it have come to so far.</summary>
/// <param name="Objects">The objects, in their order.</param>
/// <param name="Variables">Variables declared so far; they get their values when all names are final.</param>
internal sealed record Kustomized(List<ObjectNode> Objects, List<Node> Variables)
{
    /// <summary>The fields that the steps change, with what was configured so far.</summary>
    public FieldConfiguration Fields { get; set; } = FieldConfiguration.BuiltIn;
}
