using KubeSharp.Api;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>The values that the expressions of policies see of a request.</summary>
internal static class RequestValues
{
    /// <summary>
    /// object, oldObject, request, authorizer, and namespaceObject, which is null for cluster-wide objects. The request is seen as one of
    /// <paramref name="version"/>.
    /// </summary>
    public static CelVariables Of(AdmissionRequest request, ApiResource version, ObjectNode? ns, ICelAuthorizer authorizer) => new CelVariables()
        .Set("object", CelValue.From(request.Object)).Set("oldObject", CelValue.From(request.OldObject))
        .Set("request", () => CelValue.From(AdmissionReviews.Request("", request, version, null, null).Object("request"), PolicyEnvironment.Request))
        .Set("namespaceObject", CelValue.From(ns, PolicyEnvironment.Namespace))
        .Set("authorizer", CelAuthorizer.Of(authorizer))
        .Set("authorizer.requestResource", () => CelAuthorizer.OfResource(authorizer, new CelAccess
        {
            Group = request.Resource.Group,
            Resource = request.Resource.Plural,
            Subresource = request.Subresource,
            Namespace = request.Namespace,
            Name = request.Name,
        }));
}
