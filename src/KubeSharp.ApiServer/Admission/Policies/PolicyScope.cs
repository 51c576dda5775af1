using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A request as policies see it.</summary>
internal sealed class PolicyScope(AdmissionRequest request, IObjects objects, ObjectNode? ns, ICelAuthorizer authorizer)
{
    public AdmissionRequest Request => request;

    public static ValueTask<PolicyScope> OfAsync(AdmissionRequest request, IObjects objects, ICelAuthorizer authorizer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var ns = request.Namespace.Length == 0 || request.Resource.QualifiedName == "namespaces" ? null : objects.Get("namespaces", "", request.Namespace);
        return new(new PolicyScope(request, objects, ns, authorizer));
    }

    /// <summary>The same request with the object changed.</summary>
    public PolicyScope With(ObjectNode? value) => new(request with { Object = value }, objects, ns, authorizer);

    /// <summary>The same request with its objects in the version.</summary>
    public async ValueTask<PolicyScope> InAsync(ApiResource version, CancellationToken cancellation)
    {
        var value = await EquivalentForms.ToAsync(objects, request, version, request.Object, cancellation).ConfigureAwait(false);
        var old = await EquivalentForms.ToAsync(objects, request, version, request.OldObject, cancellation).ConfigureAwait(false);
        return ReferenceEquals(value, request.Object) && ReferenceEquals(old, request.OldObject) ? this : new(request with { Object = value, OldObject = old }, objects, ns, authorizer);
    }

    /// <summary>The version as which the request matches; null: it does not.</summary>
    public ApiResource? Match(PolicyMatch match) => match.Find(request, objects.Versions(request.Resource.QualifiedName), () => ns);

    /// <summary>What expressions see.</summary>
    public CelVariables Variables(ApiResource version, ObjectNode? parameters) =>
        RequestValues.Of(request, version, ns, authorizer).Set("params", CelValue.From(parameters));
}
