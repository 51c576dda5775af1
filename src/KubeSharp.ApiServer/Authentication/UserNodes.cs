using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Users as UserInfo objects of authentication.k8s.io.</summary>
public static class UserNodes
{
    /// <summary>The user as UserInfo.</summary>
    public static ObjectNode Write(UserIdentity user) => ObjectNode.Of(
        ("username", user.Name.Length > 0 ? (Node)user.Name : null), ("uid", user.Uid.Length > 0 ? (Node)user.Uid : null),
        ("groups", user.Groups.IsEmpty ? null : new ArrayNode([.. user.Groups.Select(static g => (Node)g)])),
        ("extra", user.Extra.IsEmpty ? null : user.Extra.Aggregate(ObjectNode.Empty, static (node, e) => node.Set(e.Key, new ArrayNode([.. e.Value.Select(static v => (Node)v)])))));

    /// <summary>The user that a SubjectAccessReview's spec names.</summary>
    public static UserIdentity Read(ObjectNode spec) => new(spec.Text("user"), [.. spec.Texts("groups")])
    {
        Uid = spec.Text("uid"),
        Extra = spec.Object("extra").ToImmutableSortedDictionary(static e => e.Key, static e => e.Value is ArrayNode values ? values.OfType<StringNode>().Select(static v => v.Value).ToImmutableArray() : []),
    };
}
