using System.Globalization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Works out a pod's priority from its class; only one class is the default. Source: Pod Priority and Preemption.</summary>
public sealed class PriorityAdmission(IObjects objects) : IAdmissionPlugin
{
    private const string Classes = "priorityclasses.scheduling.k8s.io";

    /// <inheritdoc/>
    public string Name => "Priority";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes("pods") || request.Writes(Classes);

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Resource.QualifiedName != "pods") { return request.Object; }
        if (request.OldObject is { } old) { return Kept(request.Object!, old.Object("spec")); }
        var spec = request.Object!.Object("spec");
        var name = spec.Text("priorityClassName");
        var found = name.Length > 0 ? await objects.FindAsync(Classes, "", name, cancellation).ConfigureAwait(false) ?? throw request.Refuse($"no PriorityClass with name {name} was found") : Default();
        var value = found.Number("value") ?? 0;
        if (spec.Number("priority") is { } given && given != value)
        {
            throw request.Refuse($"the integer value of priority ({given.ToString(CultureInfo.InvariantCulture)}) must not be provided in pod spec; priority admission controller computed {value.ToString(CultureInfo.InvariantCulture)} from the given PriorityClass name");
        }
        var policy = found.Text("preemptionPolicy") is { Length: > 0 } own ? own : "PreemptLowerPriority";
        if (spec.Text("preemptionPolicy") is { Length: > 0 } wanted && wanted != policy)
        {
            throw request.Refuse($"the string value of PreemptionPolicy ({wanted}) must not be provided in pod spec; priority admission controller computed {policy} from the given PriorityClass name");
        }
        return request.Object!.Edit("spec", s =>
        {
            s = s.Set("priority", value).Set("preemptionPolicy", policy);
            return found is not null ? s.Set("priorityClassName", found.Object("metadata").Text("name")) : s;
        });
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Resource.QualifiedName != Classes || !request.Object!.IsTrue("globalDefault")) { return default; }
        if (Default() is { } other && other.Object("metadata").Text("name") is var name && (request.Operation == AdmissionOperation.Create || name != AdmissionRequests.NameOf(request)))
        {
            throw request.Refuse($"PriorityClass {name} is already marked as default. Only one default can exist");
        }
        return default;
    }

    // What was worked out at the creation stays where the new object does not say it.
    private static ObjectNode Kept(ObjectNode pod, ObjectNode old) => pod.Edit("spec", s =>
    {
        foreach (var field in (ReadOnlySpan<string>)["priority", "preemptionPolicy"])
        {
            if (!s.Has(field) && old[field] is { } value) { s = s.Set(field, value); }
        }
        return s;
    });

    // Of several, which only races can make, the lowest.
    private ObjectNode? Default() => objects.List(Classes).Where(static c => c.IsTrue("globalDefault")).MinBy(static c => c.Number("value") ?? 0);
}
