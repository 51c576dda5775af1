using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Where an object, or what changed it, comes from. Source: Kustomize, buildMetadata.</summary>
/// <param name="Path">Path from where the build began, or in the repository.</param>
internal sealed record Origin(string Path)
{
    /// <summary>The annotation that says where an object comes from.</summary>
    public const string Note = "config.kubernetes.io/origin";

    /// <summary>The annotation that says what changed it.</summary>
    public const string ChangesNote = "alpha.config.kubernetes.io/transformations";

    // Stands for where the build began; paths may lead out of it.
    private static readonly string _here = string.Concat(Enumerable.Repeat("/in", 64));

    /// <summary>The kustomization's file in the folder, where it is one.</summary>
    public string File { get; init; } = "";

    private string Repository { get; init; } = "";
    private ObjectNode? Maker { get; init; }

    /// <summary>What lies below.</summary>
    public Origin At(string entry) => RepositoryAddress.Of(entry) is { } address ? new(address.Folder) { Repository = $"repo: {address.Remote}\n{(address.Ref.Length > 0 ? $"ref: {address.Ref}\n" : "")}" }
        : new(System.IO.Path.GetRelativePath(_here, System.IO.Path.GetFullPath(System.IO.Path.Combine(_here, Path, entry)))) { Repository = Repository };

    /// <summary>A generator or transformer that is a field of the kustomization.</summary>
    public Origin By(string kind) => At(File) with { Maker = ObjectNode.Of(("apiVersion", "builtin"), ("kind", kind)) };

    /// <summary>A generator or transformer that a file configures.</summary>
    public static Origin Of(ObjectNode file) => new(file.Text("metadata", "annotations", Note).Split('\n')[0].Replace("path: ", "", StringComparison.Ordinal))
    {
        Repository = string.Join('\n', file.Text("metadata", "annotations", Note).Split('\n').Skip(1)),
        Maker = ObjectNode.Of(("apiVersion", file["apiVersion"]), ("kind", file["kind"]), ("name", file.At("metadata", "name")), ("namespace", file.At("metadata", "namespace"))),
    };

    /// <summary>An object that says that it comes from here.</summary>
    public ObjectNode Noted(ObjectNode content) => (ObjectNode)content.With(["metadata", "annotations", Note], Text());

    /// <summary>An object that says that this changed it, too.</summary>
    public ObjectNode NotedAsChange(ObjectNode content) =>
        (ObjectNode)content.With(["metadata", "annotations", ChangesNote], content.Text("metadata", "annotations", ChangesNote) + "- " + Text().TrimEnd('\n').Replace("\n", "\n  ", StringComparison.Ordinal) + '\n');

    private string Text() => Maker is null ? $"path: {Path}\n{Repository}" : $"{Repository}configuredIn: {Path}\nconfiguredBy:\n{string.Concat(Maker.Select(static f => $"  {f.Key}: {f.Value.Text()}\n"))}";
}
