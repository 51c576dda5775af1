using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>What an object of a build is known by. Source: Kustomize, resource ids.</summary>
/// <param name="Namespace">As the object says it; empty: it says none.</param>
internal sealed record ObjectId(string Group, string Version, string Kind, string Name, string Namespace)
{
    private const string NoPlace = "_non_namespaceable_";

    /// <summary>Whether it is known to be in no namespace.</summary>
    public bool IsClusterWide { get; private init; }

    /// <summary>The namespace that counts: default where none is said.</summary>
    public string Place => IsClusterWide ? NoPlace : Namespace.Length == 0 ? "default" : Namespace;

    /// <summary>What an object is known by now.</summary>
    public static ObjectId Of(Node content)
    {
        var (group, version) = Identity.Split(content.Text("apiVersion"));
        var kind = content.Text("kind");
        return new(group, version, kind, content.Text("metadata", "name"), content.Text("metadata", "namespace")) { IsClusterWide = Namespaces.IsClusterWide(content.Text("apiVersion"), kind) };
    }

    /// <summary>Whether both are the same object.</summary>
    public bool Is(ObjectId other) => Place == other.Place && IsCalled(other);

    /// <summary>Whether both are the same but for the namespace.</summary>
    public bool IsCalled(ObjectId other) => (Group, Version, Kind, Name) == (other.Group, other.Version, other.Kind, other.Name);

    /// <summary>Whether it is of a kind; empty parts mean any.</summary>
    public bool IsOf(string group, string version, string kind) => (group.Length == 0 || group == Group) && (version.Length == 0 || version == Version) && (kind.Length == 0 || kind == Kind);

    /// <inheritdoc/>
    public override string ToString() => $"{Identity.Kind(Group, Version, Kind)}/{(Name.Length > 0 ? Name : "[noName]")}.{(Namespace.Length > 0 ? Namespace : "[noNs]")}";
}
