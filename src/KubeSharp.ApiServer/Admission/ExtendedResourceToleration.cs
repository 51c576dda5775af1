using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Pods that ask for an extended resource bear the taint of that name, with which the nodes that have it are kept for them. Off by default. Source: ExtendedResourceToleration.</summary>
public sealed class ExtendedResourceToleration : IAdmissionPlugin
{
    private const string QuotaPrefix = "requests.";

    /// <inheritdoc/>
    public string Name => "ExtendedResourceToleration";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes("pods");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var spec = request.Object.Object("spec");
        var asked = spec.Items("containers").Concat(spec.Items("initContainers")).SelectMany(static c => c.Object("resources").Object("requests").Select(static r => r.Key)).Where(IsExtended).Distinct().Order(StringComparer.Ordinal);
        var tolerations = asked.Aggregate(spec.Items("tolerations"), static (list, name) => Tolerations.Put(list, ObjectNode.Of(("key", name), ("operator", "Exists"), ("effect", "NoSchedule"))));
        return new(ReferenceEquals(tolerations, spec.Items("tolerations")) || tolerations.Count == 0 ? request.Object : request.Object!.Set("spec", spec.Set("tolerations", tolerations)));
    }

    private static bool IsExtended(string name) =>
        !Quantities.IsNative(name) && !name.StartsWith(QuotaPrefix, StringComparison.Ordinal) && LabelNames.IsQualifiedName(QuotaPrefix + name);
}
