using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

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

    /// <summary>What a spec asks about the user, and what of its selectors was not understood: a sentence, or nothing.</summary>
    public static (AuthorizationAttributes Asked, string Ignored) Read(ObjectNode spec, UserIdentity user)
    {
        if (!spec.Has("resourceAttributes"))
        {
            var path = spec.Object("nonResourceAttributes");
            return (new AuthorizationAttributes(user, path.Text("verb")) { IsResourceRequest = false, Path = path.Text("path") }, "");
        }
        var resource = spec.Object("resourceAttributes");
        var (fields, isFieldsKnown) = ReadFields(resource.Object("fieldSelector"));
        var (labels, isLabelsKnown) = ReadLabels(resource.Object("labelSelector"));
        var asked = new AuthorizationAttributes(user, resource.Text("verb"))
        {
            Group = resource.Text("group"),
            Version = resource.Text("version") is { Length: > 0 } version ? version : "*",
            Resource = resource.Text("resource"),
            Subresource = resource.Text("subresource"),
            Namespace = resource.Text("namespace"),
            Name = resource.Text("name"),
            Fields = fields,
            Labels = labels,
        };
        IEnumerable<string> ignored = [.. Ignored("fieldSelector", isFieldsKnown, !fields.IsEverything), .. Ignored("labelSelector", isLabelsKnown, !labels.IsEverything)];
        return (asked, string.Join("; ", ignored));
    }

    /// <summary>Finds what is wrong with the selectors of what is asked about a resource. Operators that are not known are let pass: newer clients may know them.</summary>
    public static void CheckSelectors(ObjectNode resource, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["fieldSelector", "labelSelector"])
        {
            if (!resource.Has(field)) { continue; }
            var (selector, own) = (resource.Object(field), path.Child(field));
            var (raw, requirements) = (selector.Text("rawSelector"), selector.Items("requirements"));
            if (raw.Length > 0 && requirements.Count > 0) { errors.Invalid(own.Child("rawSelector"), raw, "may not specified at the same time as requirements"); }
            if (raw.Length == 0 && requirements.Count == 0) { errors.Required(own.Child("requirements"), $"when {own} is specified, requirements or rawSelector is required"); }
            for (var i = 0; i < requirements.Count; i++)
            {
                var at = own.Child("requirements").Index(i);
                if (field == "labelSelector") { Validation.Labels.Requirement(requirements[i], at, errors, isOperatorFree: true); }
                else { CheckField(requirements[i], at, errors); }
            }
        }
    }

    private static void CheckField(Node requirement, FieldPath path, FieldErrors errors)
    {
        if (requirement.Text("key").Length == 0) { errors.Required(path.Child("key"), "must be specified"); }
        Validation.Labels.Values(requirement, path, errors);
    }

    private static IEnumerable<string> Ignored(string field, bool isKnown, bool isPartly) =>
        isKnown ? [] : [$"spec.resourceAttributes.{field} {(isPartly ? "partially " : "")}ignored due to parse error"];

    // What is wrong or not known asks for everything: authorizers that look at selectors then allow less.
    private static (FieldSelector Selector, bool IsKnown) ReadFields(ObjectNode selector)
    {
        var requirements = selector.Items("requirements");
        var terms = requirements.Where(static r => r.Text("operator") is "In" or "NotIn" && r.Items("values").Count == 1).Select(static r => r.Text("key") + (r.Text("operator") == "NotIn" ? "!=" : "=") + Escape(r.Texts("values").First())).ToArray();
        try { return (FieldSelector.Parse(requirements.Count == 0 ? selector.Text("rawSelector") : string.Join(',', terms)), terms.Length == requirements.Count); }
        catch (FormatException) { return (FieldSelector.Everything, false); }
    }

    private static (LabelSelector Selector, bool IsKnown) ReadLabels(ObjectNode selector)
    {
        var requirements = selector.Items("requirements");
        var known = requirements.Where(static r => r.Text("operator") is "In" or "NotIn" or "Exists" or "DoesNotExist").ToArray();
        try
        {
            return (requirements.Count == 0 ? LabelSelector.Parse(selector.Text("rawSelector"))
                : LabelSelector.From(ObjectNode.Of(("matchExpressions", new ArrayNode([.. known])))) ?? LabelSelector.Everything, known.Length == requirements.Count);
        }
        catch (FormatException) { return (LabelSelector.Everything, false); }
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);

    private static ObjectNode? Write(FieldSelector selector) => selector.IsEverything ? null : ObjectNode.Of(("requirements",
        new ArrayNode([.. selector.Terms.Select(static t => (Node)ObjectNode.Of(("key", t.Field), ("operator", t.IsNegated ? "NotIn" : "In"), ("values", ArrayNode.Of(t.Value))))])));

    private static ObjectNode? Write(LabelSelector selector) => selector.IsEverything ? null : ObjectNode.Of(("requirements",
        new ArrayNode([.. selector.Requirements.Select(static r => (Node)ObjectNode.Of(("key", r.Key), ("operator", r.Operator), ("values", r.Values.IsEmpty ? null : new ArrayNode([.. r.Values.Select(static v => (Node)v)]))))])));

    private static Node? Text(string text) => text.Length > 0 ? (Node)text : null;
}
