using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe node.</summary>
internal static class NodeDescriber
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    /// <summary>Describes a node, with the pods on it and what they ask for.</summary>
    public static async Task DescribeAsync(DescribeContext context)
    {
        var (sheet, node) = (context.Sheet, (Node)context.Object);
        var roles = (node.At("metadata", "labels") as ObjectNode ?? ObjectNode.Empty).Where(static l => l.Key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(static l => l.Key[RolePrefix.Length..]).Order(StringComparer.Ordinal).ToArray();
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Roles", roles.Length > 0 ? string.Join(',', roles) : DescribeParts.None);
        sheet.Map(0, "Labels", node.At("metadata", "labels"));
        sheet.Annotations(node);
        sheet.Field(0, "CreationTimestamp", DescribeParts.Time(node.Text("metadata", "creationTimestamp")));
        Taints(sheet, node);
        sheet.Field(0, "Unschedulable", node.At("spec", "unschedulable") is BooleanNode { Value: true } ? "true" : "false");
        await LeaseAsync(context);
        if (node.Items("status", "conditions").Any())
        {
            sheet.Line(0, "Conditions:").Line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage").Line(1, "----\t------\t-----------------\t------------------\t------\t-------");
            foreach (var c in node.Items("status", "conditions")) { sheet.Line(1, $"{c.Text("type")} \t{c.Text("status")} \t{DescribeParts.Time(c.Text("lastHeartbeatTime"))} \t{DescribeParts.Time(c.Text("lastTransitionTime"))} \t{c.Text("reason")} \t{c.Text("message")}"); }
        }
        sheet.Line(0, "Addresses:");
        foreach (var address in node.Items("status", "addresses")) { sheet.Field(1, address.Text("type"), address.Text("address")); }
        Amounts(sheet, "Capacity", node.At("status", "capacity"));
        Amounts(sheet, "Allocatable", node.At("status", "allocatable"));
        await SlicesAsync(context);
        System(sheet, node);
        if (node.Text("spec", "podCIDR") is { Length: > 0 } range) { sheet.Field(0, "PodCIDR", range); }
        if (node.Items("spec", "podCIDRs").Any()) { sheet.Field(0, "PodCIDRs", string.Join(',', node.Items("spec", "podCIDRs").Select(static r => r.Text()))); }
        if (node.Text("spec", "providerID") is { Length: > 0 } provider) { sheet.Field(0, "ProviderID", provider); }
        Pods(sheet, node, await context.ListAsync($"/api/v1/pods?fieldSelector={Uri.EscapeDataString($"spec.nodeName={context.Item.Name},status.phase!=Failed,status.phase!=Succeeded")}"), context.Now);
        await EventsAsync(context);
    }

    // Compat: a node's events bear its name as uid, or its uid.
    private static async Task EventsAsync(DescribeContext context)
    {
        if (!context.WithEvents) { return; }
        var events = new List<Node>();
        foreach (var uid in new[] { context.Item.Name, context.Object.Text("metadata", "uid") }) { events.AddRange(await context.ListAsync($"/api/v1/events?fieldSelector={Uri.EscapeDataString($"involvedObject.name={context.Item.Name},involvedObject.namespace=,involvedObject.kind=Node,involvedObject.uid={uid}")}")); }
        context.Sheet.Events(events, context.Now);
    }

    private static void Taints(Sheet sheet, Node node)
    {
        var taints = node.Items("spec", "taints").OrderBy(static t => $"{t.Text("effect")},{t.Text("key")}", StringComparer.Ordinal).Select(static t => $"{t.Text("key")}{(t.Text("value") is { Length: > 0 } v ? $"={v}" : "")}:{t.Text("effect")}").ToArray();
        sheet.Line(0, $"Taints:\t{(taints.Length > 0 ? taints[0] : DescribeParts.None)}");
        foreach (var taint in taints.Skip(1)) { sheet.Line(0, $"\t{taint}"); }
    }

    private static async Task LeaseAsync(DescribeContext context)
    {
        var lease = await context.TryGetAsync($"/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{context.Item.Name}");
        if (lease is null) { context.Sheet.Line(0, $"Lease:\tFailed to get lease: leases.coordination.k8s.io \"{context.Item.Name}\" not found"); return; }
        context.Sheet.Line(0, "Lease:").Field(1, "HolderIdentity", lease.TextOr("<unset>", "spec", "holderIdentity"))
            .Field(1, "AcquireTime", lease.Text("spec", "acquireTime") is { Length: > 0 } acquired ? DescribeParts.Time(acquired) : "<unset>")
            .Field(1, "RenewTime", lease.Text("spec", "renewTime") is { Length: > 0 } renewed ? DescribeParts.Time(renewed) : "<unset>");
    }

    private static void Amounts(Sheet sheet, string title, Node? amounts)
    {
        if (amounts is not ObjectNode { Count: > 0 } all) { return; }
        sheet.Line(0, $"{title}:");
        foreach (var (name, amount) in all.OrderBy(static a => a.Key, StringComparer.Ordinal)) { sheet.Field(1, name, amount.Text()); }
    }

    private static async Task SlicesAsync(DescribeContext context)
    {
        var slices = await context.ListAsync($"/apis/resource.k8s.io/v1/resourceslices?fieldSelector={Uri.EscapeDataString($"spec.nodeName={context.Item.Name}")}");
        if (slices.Count == 0) { return; }
        context.Sheet.Line(0, "Node-Local ResourceSlices:").Line(1, "Driver\tPool\tSlices\tDevices").Line(1, "------\t----\t------\t-------");
        foreach (var pool in slices.GroupBy(static s => $"{s.Text("spec", "driver")}/{s.Text("spec", "pool", "name")}", StringComparer.Ordinal).OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            context.Sheet.Line(1, $"{pool.First().Text("spec", "driver")}\t{pool.First().Text("spec", "pool", "name")}\t{pool.Count()}\t{pool.Sum(static s => s.Items("spec", "devices").Count())}");
        }
    }

    private static void System(Sheet sheet, Node node)
    {
        sheet.Line(0, "System Info:");
        foreach (var (title, field) in new[] { ("Machine ID", "machineID"), ("System UUID", "systemUUID"), ("Boot ID", "bootID"), ("Kernel Version", "kernelVersion"), ("OS Image", "osImage"), ("Operating System", "operatingSystem"),
            ("Architecture", "architecture"), ("Container Runtime Version", "containerRuntimeVersion"), ("Kubelet Version", "kubeletVersion") })
        {
            sheet.Field(1, title, node.Text("status", "nodeInfo", field));
        }
    }

    private static void Pods(Sheet sheet, Node node, IReadOnlyList<Node> pods, DateTimeOffset now)
    {
        sheet.Line(0, $"Non-terminated Pods:\t({pods.Count} in total)");
        sheet.Line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge").Line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
        var has = node.At("status", "allocatable") as ObjectNode is { Count: > 0 } allocatable ? allocatable : node.At("status", "capacity") as ObjectNode ?? ObjectNode.Empty;
        foreach (var pod in pods)
        {
            // Compat: of what a node does not have every share is the least number there is.
            string Amount(string list, string resource) => Share(PodAmounts.Of(pod, list, resource, withStatus: true), has, resource, long.MinValue);
            sheet.Line(1, $"{pod.Text("metadata", "namespace")}\t{pod.Text("metadata", "name")}\t\t{Amount("requests", "cpu")}\t{Amount("limits", "cpu")}\t{Amount("requests", "memory")}\t{Amount("limits", "memory")}\t{Ages.Since(pod.Text("metadata", "creationTimestamp"), now)}");
        }
        sheet.Line(0, "Allocated resources:").Line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)").Line(1, "Resource\tRequests\tLimits").Line(1, "--------\t--------\t------");
        var others = has.Select(static a => a.Key).Where(static k => k is not ("cpu" or "memory" or "ephemeral-storage" or "pods")).OrderBy(static k => !IsPages(k)).ThenBy(static k => k, StringComparer.Ordinal);
        foreach (var resource in new[] { "cpu", "memory", "ephemeral-storage" }.Concat(others))
        {
            Quantity Total(string list) => pods.Aggregate(Quantity.Zero, (sum, p) => sum + PodAmounts.Of(p, list, resource, withStatus: false));
            var isShared = IsPages(resource) || resource is "cpu" or "memory" or "ephemeral-storage";
            sheet.Line(1, isShared ? $"{resource}\t{Share(Total("requests"), has, resource, 0)}\t{Share(Total("limits"), has, resource, 0)}" : $"{resource}\t{Total("requests")}\t{Total("limits")}");
        }
    }

    private static bool IsPages(string resource) => resource.StartsWith("hugepages-", StringComparison.Ordinal);

    private static string Share(Quantity amount, ObjectNode has, string resource, long ofNothing)
    {
        var all = Quantity.TryParse(has.Text(resource), out var q) ? q : Quantity.Zero;
        // Fractions count in thousandths of a core, but not of a byte.
        var part = resource == "cpu" ? (double)amount.MilliValue / all.MilliValue : (double)amount.Value / all.Value;
        return $"{amount} ({(all.Sign > 0 ? (long)(part * 100) : ofNothing)}%)";
    }
}
