using KubeSharp.Api;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// The object of a request in the version that a webhook or a policy is for, and back. Built-in kinds are handled in the stored version, custom
/// resources in the request's. Source: Dynamic Admission Control, matchPolicy.
/// </summary>
internal static class EquivalentForms
{
    /// <summary>The object of a request in the version; of another kind than the resource (a scale, a binding) it has none but its own.</summary>
    /// <exception cref="StatusException">A webhook that converts fails.</exception>
    public static ValueTask<ObjectNode?> ToAsync(IObjects objects, AdmissionRequest request, ApiResource version, ObjectNode? value, CancellationToken cancellation)
    {
        if (value is null || AdmissionReviews.IsForeign(request)) { return new(value); }
        var definition = objects.Definition(version);
        return definition.StoredForm is { } form ? CustomAsync(form, version, value, cancellation) : new(ObjectForms.Convert(definition, version, value));
    }

    /// <summary>An object of the version as the request is handled.</summary>
    /// <exception cref="StatusException">A webhook that converts fails.</exception>
    public static ValueTask<ObjectNode?> FromAsync(IObjects objects, AdmissionRequest request, ApiResource version, ObjectNode value, CancellationToken cancellation)
    {
        if (AdmissionReviews.IsForeign(request)) { return new(value); }
        var definition = objects.Definition(request.Resource);
        return definition.StoredForm is { } form ? CustomAsync(form, request.Resource, value, cancellation) : new(ObjectForms.ToStorage(definition, version, value));
    }

    private static async ValueTask<ObjectNode?> CustomAsync(IStoredForm form, ApiResource version, ObjectNode value, CancellationToken cancellation) =>
        value.Text("apiVersion") == version.GroupVersion ? value : (await form.ReadAsync([value], cancellation).ConfigureAwait(false))[0];
}
