using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A request as policies see it.</summary>
internal sealed class PolicyScope(AdmissionRequest request, ImmutableArray<ApiResource> versions, ObjectNode? ns, ICelAuthorizer authorizer)
{
    public AdmissionRequest Request => request;

    public static ValueTask<PolicyScope> OfAsync(AdmissionRequest request, IObjects objects, ICelAuthorizer authorizer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var ns = request.Namespace.Length == 0 || request.Resource.QualifiedName == "namespaces" ? null : objects.Get("namespaces", "", request.Namespace);
        return new(new PolicyScope(request, objects.Definition(request.Resource.QualifiedName).Versions, ns, authorizer));
    }

    /// <summary>The same request with the object changed.</summary>
    public PolicyScope With(ObjectNode? value) => new(request with { Object = value }, versions, ns, authorizer);

    /// <summary>The version as which the request matches; null: it does not.</summary>
    public ApiResource? Match(PolicyMatch match) => match.Find(request, versions, () => ns);

    /// <summary>What expressions see.</summary>
    public CelVariables Variables(ApiResource version, ObjectNode? parameters) =>
        RequestValues.Of(request, version, ns, authorizer).Set("params", CelValue.From(parameters));
}
