using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Pods. Source: Pod Lifecycle; Pod Quality of Service Classes; API reference of Pod.</summary>
public sealed class PodRules() : KindRules("pods")
{
    /// <inheritdoc/>
    public override bool HasStatus => true;

    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } =
    [
        FieldReads.At("spec.nodeName", "spec.nodeName", isIndexed: true),
        .. FieldReads.Of("spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP", "status.nominatedNodeName"),
        FieldReads.At("spec.hostNetwork", "spec.hostNetwork", "false"),
    ];

    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => PodDefaults.Pod(value);

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value)
    {
        var status = ObjectNode.Of(("phase", "Pending"), ("qosClass", QosClass(value.Object("spec"))));
        if (value.Object("spec").Items("schedulingGates").Count > 0)
        {
            status = status.Set("conditions", ArrayNode.Of(ObjectNode.Of(("type", "PodScheduled"), ("status", "False"), ("lastProbeTime", NullNode.Instance), ("lastTransitionTime", value.At("metadata", "creationTimestamp") ?? NullNode.Instance),
                ("reason", "SchedulingGated"), ("message", "Scheduling is blocked due to non-empty scheduling gates"))));
        }
        return PodSelectors.Filled(AppArmorAnnotations.Filled(value.Set("status", status)));
    }

    /// <inheritdoc/>
    public override ObjectNode PrepareForStatusUpdate(ObjectNode value, ObjectNode old)
    {
        var result = base.PrepareForStatusUpdate(value, old);
        // The class is the server's to say.
        return old.At("status", "qosClass") is { } kept ? result.Make("status", s => s.Fill("qosClass", kept)) : result;
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        // What was let in once stays valid: rules that came later do not lock old pods.
        if (old is not null && value.Object("spec").Equals(old.Object("spec"))) { return; }
        PodSpecValidation.Check(value.Object("spec"), FieldPath.Of("spec"), PodSpecValidation.Kind.Pod, errors);
        if (old is null && value.Object("spec").Items("ephemeralContainers").Count > 0) { errors.Forbidden(FieldPath.Of("spec").Child("ephemeralContainers"), "cannot be set on create"); }
        if (old is null && value.Object("spec").Text("nodeName").Length > 0 && value.Object("spec").Items("schedulingGates").Count > 0) { errors.Forbidden(FieldPath.Of("spec").Child("nodeName"), "cannot be set until all schedulingGates have been cleared"); }
    }

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors)
    {
        if (subresource.Length == 0) { PodUpdateValidation.Check(value, old, errors); }
        else if (subresource == "resize") { PodResizeValidation.Check(value, old, errors); }
        else { PodUpdateValidation.EphemeralContainers(value.Object("spec"), old, errors); }
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => old is null ? [.. ObjectWarnings.NamesPods(value, "in the Pod's hostname"), .. PodWarnings.Of(value)] : [];

    /// <inheritdoc/>
    public override ImmutableArray<string> EarlyWarnings(ObjectNode value) => [.. AppArmorAnnotations.Warnings(value)];

    /// <inheritdoc/>
    public override ImmutableArray<string> StatusWarnings(ObjectNode value) => ObjectWarnings.PodStatus(value);

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => PodStatusValidation.Check(value, old, errors);

    /// <inheritdoc/>
    public override long GracePeriodSeconds(ObjectNode value, long? asked)
    {
        // Where no kubelet has it, or its containers have ended, nobody needs time.
        if (value.Object("spec").Text("nodeName").Length == 0 || value.Object("status").Text("phase") is "Succeeded" or "Failed") { return 0; }
        var seconds = asked ?? value.Object("spec").Number("terminationGracePeriodSeconds") ?? 30;
        return seconds < 0 ? 1 : seconds;
    }

    /// <summary>Guaranteed, Burstable or BestEffort.</summary>
    public static string QosClass(ObjectNode spec)
    {
        var containers = spec.Items("initContainers").Concat(spec.Items("containers")).ToArray();
        if (spec.Has("resources")) { containers = [spec]; }
        var (any, isGuaranteed) = (false, true);
        foreach (var container in containers)
        {
            var (requests, limits) = (container.Object("resources").Object("requests"), container.Object("resources").Object("limits"));
            foreach (var name in (ReadOnlySpan<string>)["cpu", "memory"])
            {
                var (request, limit) = (Quantities.Read(requests[name]), Quantities.Read(limits[name]));
                any |= request.Sign > 0 || limit.Sign > 0;
                isGuaranteed &= limit.Sign > 0 && (request.Sign == 0 ? !requests.Has(name) : request == limit);
            }
        }
        return !any ? "BestEffort" : isGuaranteed ? "Guaranteed" : "Burstable";
    }
}
