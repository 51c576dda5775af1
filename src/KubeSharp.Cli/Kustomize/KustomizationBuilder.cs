using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Builds the objects of a folder with a kustomization.yaml.</summary>
internal static class KustomizationBuilder
{
    /// <summary>The objects of the folder.</summary>
    public static IReadOnlyList<ObjectNode> Build(string folder) => throw new CliException($"unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{folder}'");
}
