using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>What the match conditions of a webhook may name. Source: Dynamic Admission Control, matchConditions.</summary>
public static class WebhookEnvironment
{
    /// <summary>object, oldObject, request, authorizer and authorizer.requestResource.</summary>
    public static CelEnvironment Environment { get; } = CelEnvironment.Kubernetes.With("object", CelType.Dyn).With("oldObject", CelType.Dyn)
        .With("request", RequestType()).With("authorizer", CelAuthorizer.Type).With("authorizer.requestResource", CelAuthorizer.ResourceType);

    /// <summary>The values of what they name.</summary>
    /// <param name="review">The request part of the review the webhook would get.</param>
    /// <param name="authorizer">Answers what conditions ask about rights.</param>
    public static CelVariables Variables(ObjectNode review, ICelAuthorizer authorizer)
    {
        var resource = review.Object("resource");
        var access = new CelAccess
        {
            Group = resource.Text("group"),
            Resource = resource.Text("resource"),
            Subresource = review.Text("subResource"),
            Namespace = review.Text("namespace"),
            Name = review.Text("name"),
        };
        return new CelVariables().Set("object", CelValue.From(review["object"])).Set("oldObject", CelValue.From(review["oldObject"])).Set("request", CelValue.From(review, Environment.Variable("request")!))
            .Set("authorizer", CelAuthorizer.Of(authorizer)).Set("authorizer.requestResource", CelAuthorizer.OfResource(authorizer, access));
    }

    private static CelType RequestType()
    {
        var kind = Type("kubernetes.GroupVersionKind", ("group", CelType.String), ("version", CelType.String), ("kind", CelType.String));
        var resource = Type("kubernetes.GroupVersionResource", ("group", CelType.String), ("version", CelType.String), ("resource", CelType.String));
        var user = Type("kubernetes.UserInfo", ("username", CelType.String), ("uid", CelType.String), ("groups", CelType.ListOf(CelType.String)), ("extra", CelType.MapOf(CelType.String, CelType.ListOf(CelType.String))));
        return Type("kubernetes.AdmissionRequest", ("kind", kind), ("resource", resource), ("subResource", CelType.String), ("requestKind", kind), ("requestResource", resource), ("requestSubResource", CelType.String),
            ("name", CelType.String), ("namespace", CelType.String), ("operation", CelType.String), ("userInfo", user), ("dryRun", CelType.Bool), ("options", CelType.Dyn));
    }

    private static CelType Type(string name, params (string Name, CelType Type)[] fields) => CelType.Object(name, () => fields.Select(static f => new CelField(f.Name, f.Name, f.Type)));
}
