using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Which node a user is. Source: Using Node Authorization.</summary>
public static class NodeIdentity
{
    private const string Prefix = "system:node:";

    /// <summary>Whether the user is in the group of nodes.</summary>
    public static bool IsNode(UserIdentity user) => user.Groups.Contains("system:nodes") && user.Name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The node's name; empty: the user is none.</summary>
    public static string NameOf(UserIdentity user) => IsNode(user) ? user.Name[Prefix.Length..] : "";
}
