using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Who has a role, and where.</summary>
/// <param name="Namespace">Where it holds; empty: everywhere.</param>
/// <param name="Role">The role; with an empty namespace a ClusterRole.</param>
/// <param name="Subjects">u:NAME for users (service accounts too), g:NAME for groups.</param>
/// <param name="Source">For messages.</param>
public sealed record Binding(string Namespace, (string Namespace, string Name) Role, ImmutableArray<string> Subjects, string Source)
{
    /// <summary>Reads a RoleBinding or ClusterRoleBinding.</summary>
    public static Binding Read(ObjectNode value)
    {
        var ns = value.TextAt("metadata", "namespace") ?? "";
        var role = value.TextAt("roleRef", "name") ?? "";
        var isClusterRole = value.TextAt("roleRef", "kind") == "ClusterRole";
        var name = value.TextAt("metadata", "name");
        return new(ns, (isClusterRole ? "" : ns, role), [.. (value["subjects"] as ArrayNode ?? ArrayNode.Empty).Select(s => Subject(s, ns)).OfType<string>()],
            $"{(ns.Length == 0 ? "ClusterRoleBinding" : "RoleBinding")} \"{(ns.Length == 0 ? name : $"{name}/{ns}")}\" of {value.TextAt("roleRef", "kind")} \"{role}\"");
    }

    private static string? Subject(Node subject, string ns) => subject.TextAt("kind") switch
    {
        "User" => "u:" + subject.TextAt("name"),
        "Group" => "g:" + subject.TextAt("name"),
        "ServiceAccount" => $"u:system:serviceaccount:{subject.TextAt("namespace") ?? ns}:{subject.TextAt("name")}",
        _ => null,
    };
}
