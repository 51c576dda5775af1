using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe pod.</summary>
internal static class PodDescriber
{
    /// <summary>Describes a pod.</summary>
    public static async Task DescribeAsync(DescribeContext context)
    {
        var (sheet, pod) = (context.Sheet, (Node)context.Object);
        Head(context);
        if (pod.Items("spec", "initContainers").Any()) { PodParts.Containers(sheet, "Init Containers", pod.Items("spec", "initContainers"), pod.At("status", "initContainerStatuses") ?? ArrayNode.Empty, 0, pod); }
        PodParts.Containers(sheet, "Containers", pod.Items("spec", "containers"), pod.At("status", "containerStatuses") ?? ArrayNode.Empty, 0, pod);
        if (pod.Items("spec", "ephemeralContainers").Any()) { PodParts.Containers(sheet, "Ephemeral Containers", pod.Items("spec", "ephemeralContainers"), pod.At("status", "ephemeralContainerStatuses") ?? ArrayNode.Empty, 0, pod); }
        if (pod.Items("spec", "readinessGates").Any())
        {
            sheet.Line(0, "Readiness Gates:").Line(1, "Type\tStatus");
            foreach (var gate in pod.Items("spec", "readinessGates")) { sheet.Line(1, $"{gate.Text("conditionType")} \t{pod.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == gate.Text("conditionType")).TextOr("<none>", "status")} "); }
        }
        if (pod.Items("status", "conditions").Any())
        {
            sheet.Line(0, "Conditions:").Line(1, "Type\tStatus");
            foreach (var condition in pod.Items("status", "conditions")) { sheet.Line(1, $"{condition.Text("type")} \t{condition.Text("status")} "); }
        }
        PodParts.Volumes(sheet, pod.Items("spec", "volumes"), 0);
        if (pod.Text("status", "qosClass") is { Length: > 0 } quality) { sheet.Field(0, "QoS Class", quality); }
        sheet.Map(0, "Node-Selectors", pod.At("spec", "nodeSelector"));
        PodParts.Tolerations(sheet, pod.Items("spec", "tolerations"), 0);
        PodParts.Spread(sheet, pod, 0);
        PodParts.Group(sheet, pod, 0);
        await context.EventsAsync();
    }

    private static void Head(DescribeContext context)
    {
        var (sheet, pod) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", pod.Text("metadata", "name")).Field(0, "Namespace", pod.Text("metadata", "namespace"));
        if (pod.At("spec", "priority") is NumberNode priority) { sheet.Field(0, "Priority", priority.Integer); }
        if (pod.Text("spec", "priorityClassName") is { Length: > 0 } name) { sheet.Field(0, "Priority Class Name", name); }
        if (pod.Text("spec", "runtimeClassName") is { Length: > 0 } runtime) { sheet.Field(0, "Runtime Class Name", runtime); }
        if (pod.Text("spec", "serviceAccountName") is { Length: > 0 } account) { sheet.Field(0, "Service Account", account); }
        sheet.Field(0, "Node", pod.Text("spec", "nodeName") is { Length: > 0 } node ? $"{node}/{pod.Text("status", "hostIP")}" : "<none>");
        if (pod.Text("status", "startTime") is { Length: > 0 } start) { sheet.Field(0, "Start Time", DescribeParts.Time(start)); }
        sheet.Map(0, "Labels", pod.At("metadata", "labels"));
        sheet.Annotations(pod);
        if (pod.Text("metadata", "deletionTimestamp") is { Length: > 0 } && pod.Text("status", "phase") is not ("Failed" or "Succeeded"))
        {
            sheet.Field(0, "Status", DescribeParts.Terminating(pod, context.Now)).Field(0, "Termination Grace Period", $"{pod.Number("metadata", "deletionGracePeriodSeconds")}s");
        }
        else { sheet.Field(0, "Status", pod.Text("status", "phase")); }
        if (pod.Text("status", "reason") is { Length: > 0 } reason) { sheet.Field(0, "Reason", reason); }
        if (pod.Text("status", "message") is { Length: > 0 } message) { sheet.Field(0, "Message", message); }
        PodParts.Seccomp(sheet, pod, 0, 0);
        sheet.Field(0, "IP", pod.Text("status", "podIP"));
        sheet.Line(0, pod.Items("status", "podIPs").Any() ? "IPs:" : "IPs:\t<none>");
        foreach (var address in pod.Items("status", "podIPs")) { sheet.Field(1, "IP", address.Text("ip")); }
        if (DescribeParts.Controller(pod) is { Length: > 0 } controller) { sheet.Field(0, "Controlled By", controller); }
        if (pod.Text("status", "nominatedNodeName") is { Length: > 0 } nominated) { sheet.Field(0, "NominatedNodeName", nominated); }
        if (pod.At("spec", "resources") is not null)
        {
            sheet.Line(0, "Resources:");
            PodParts.Resources(sheet, pod.At("spec"), 1);
        }
    }
}
