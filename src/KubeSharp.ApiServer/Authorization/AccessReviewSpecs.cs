using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>What is asked, as the spec of a SubjectAccessReview and back. Pure. Source: API reference of SubjectAccessReview.</summary>
public static class AccessReviewSpecs
{
    /// <summary>The spec.</summary>
    public static ObjectNode Write(AuthorizationAttributes asked)
    {
        var about = asked.IsResourceRequest
            ? ("resourceAttributes", ObjectNode.Of(("namespace", Text(asked.Namespace)), ("verb", Text(asked.Verb)), ("group", Text(asked.Group)), ("version", Text(asked.Version)), ("resource", Text(asked.Resource)),
                ("subresource", Text(asked.Subresource)), ("name", Text(asked.Name)), ("fieldSelector", Write(asked.Fields)), ("labelSelector", Write(asked.Labels))))
            : ("nonResourceAttributes", ObjectNode.Of(("path", Text(asked.Path)), ("verb", Text(asked.Verb))));
        var user = UserNodes.Write(asked.User);
        return ObjectNode.Of((about.Item1, (Node)about.Item2), ("user", user["username"]), ("groups", user["groups"]), ("extra", user["extra"]), ("uid", user["uid"]));
    }

    /// <summary>What a spec asks about the user.</summary>
    public static AuthorizationAttributes Read(ObjectNode spec, UserIdentity user)
    {
        if (spec.Has("nonResourceAttributes"))
        {
            var path = spec.Object("nonResourceAttributes");
            return new AuthorizationAttributes(user, path.Text("verb")) { IsResourceRequest = false, Path = path.Text("path") };
        }
        var resource = spec.Object("resourceAttributes");
        return new AuthorizationAttributes(user, resource.Text("verb"))
        {
            Group = resource.Text("group"),
            Version = resource.Text("version") is { Length: > 0 } version ? version : "*",
            Resource = resource.Text("resource"),
            Subresource = resource.Text("subresource"),
            Namespace = resource.Text("namespace"),
            Name = resource.Text("name"),
            Fields = ReadFields(resource.Object("fieldSelector")),
            Labels = ReadLabels(resource.Object("labelSelector")),
        };
    }

    // What is wrong or not known asks for everything: authorizers that look at selectors then allow less.
    private static FieldSelector ReadFields(ObjectNode selector)
    {
        var terms = selector.Items("requirements").Where(static r => r.Items("values").Count == 1).Select(static r => r.Text("key") + (r.Text("operator") == "NotIn" ? "!=" : "=") + Escape(r.Texts("values").First()));
        try { return FieldSelector.Parse(selector.Text("rawSelector") is { Length: > 0 } raw ? raw : string.Join(',', terms)); }
        catch (FormatException) { return FieldSelector.Everything; }
    }

    private static LabelSelector ReadLabels(ObjectNode selector)
    {
        try
        {
            return selector.Text("rawSelector") is { Length: > 0 } raw ? LabelSelector.Parse(raw)
                : LabelSelector.From(ObjectNode.Of(("matchExpressions", selector["requirements"]))) ?? LabelSelector.Everything;
        }
        catch (FormatException) { return LabelSelector.Everything; }
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);

    private static ObjectNode? Write(FieldSelector selector) => selector.IsEverything ? null : ObjectNode.Of(("requirements",
        new ArrayNode([.. selector.Terms.Select(static t => (Node)ObjectNode.Of(("key", t.Field), ("operator", t.IsNegated ? "NotIn" : "In"), ("values", ArrayNode.Of(t.Value))))])));

    private static ObjectNode? Write(LabelSelector selector) => selector.IsEverything ? null : ObjectNode.Of(("requirements",
        new ArrayNode([.. selector.Requirements.Select(static r => (Node)ObjectNode.Of(("key", r.Key), ("operator", r.Operator), ("values", r.Values.IsEmpty ? null : new ArrayNode([.. r.Values.Select(static v => (Node)v)]))))])));

    private static Node? Text(string text) => text.Length > 0 ? (Node)text : null;
}
