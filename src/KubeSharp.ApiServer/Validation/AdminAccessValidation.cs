using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>
/// Access to devices for administrators, who see what others use: only in namespaces with a label of their own, which who may only write claims cannot
/// give them. Source: Dynamic Resource Allocation, admin access; KEP-5018.
/// </summary>
internal static class AdminAccessValidation
{
    private const string Label = "resource.kubernetes.io/admin-access";

    /// <summary>The requests of a claim or of a template of claims.</summary>
    // Compat: of templates the path leaves out that the claim's spec lies within theirs.
    public static void Requests(ObjectNode claim, ObjectNode value, IObjects objects, FieldErrors errors) =>
        Check(claim.Object("devices").Items("requests"), static r => r.Object("exactly"), FieldPath.Of("spec").Child("devices").Child("requests"), value, objects, errors);

    /// <summary>What has been allocated to a claim; what was let in once stays.</summary>
    public static void Results(ObjectNode value, ObjectNode old, IObjects objects, FieldErrors errors)
    {
        if (Of(old).Any(static r => r.IsTrue("adminAccess"))) { return; }
        Check(Of(value), static r => r, FieldPath.Of("status").Child("allocation").Child("devices").Child("results"), value, objects, errors);
    }

    private static ArrayNode Of(ObjectNode claim) => claim.Object("status").Object("allocation").Object("devices").Items("results");

    private static void Check(ArrayNode items, Func<Node, Node> part, FieldPath path, ObjectNode value, IObjects objects, FieldErrors errors)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!part(items[i]).IsTrue("adminAccess")) { continue; }
            var isLabelled = objects.Get("namespaces", "", value.TextAt("metadata", "namespace") ?? "").Object("metadata").Object("labels").Text(Label) == "true";
            if (!isLabelled) { errors.Forbidden(path.Index(i).Child("adminAccess"), $"admin access to devices requires the `{Label}: true` label on the containing namespace"); }
            return;
        }
    }
}
