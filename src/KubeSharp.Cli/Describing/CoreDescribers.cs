using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe of namespaces, services, config maps, secrets, service accounts, quotas, limits, endpoints.</summary>
internal static class CoreDescribers
{
    /// <summary>Describes a namespace with its quotas and limits.</summary>
    public static async Task NamespaceAsync(DescribeContext context)
    {
        var (sheet, n) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(n, withNamespace: false);
        sheet.Field(0, "Status", n.Text("status", "phase"));
        if (n.Items("status", "conditions").Any())
        {
            sheet.Line(0, "Conditions:").Line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage").Line(1, "----\t------\t------------------\t------\t-------");
            foreach (var c in n.Items("status", "conditions")) { sheet.Line(1, $"{c.Text("type")}\t{c.Text("status")}\t{DescribeParts.Time(c.Text("lastTransitionTime"))}\t{c.Text("reason")}\t{c.Text("message")}"); }
        }
        var quotas = await context.ListAsync($"/api/v1/namespaces/{context.Item.Name}/resourcequotas");
        if (quotas.Count == 0) { sheet.Line(0, "\nNo resource quota."); }
        else
        {
            sheet.Line(0, "\nResource Quotas");
            foreach (var quota in quotas)
            {
                sheet.Field(1, "Name", quota.Text("metadata", "name"));
                Scopes(sheet, quota, 1, "* ");
                sheet.Line(1, "Resource\tUsed\tHard").Line(1, "--------\t---\t---");
                foreach (var (name, hard) in (quota.At("status", "hard") as ObjectNode ?? ObjectNode.Empty).OrderBy(static h => h.Key, StringComparer.Ordinal)) { sheet.Line(1, $"{name}\t{quota.TextOr("0", "status", "used", name)}\t{hard.Text()}"); }
            }
        }
        var limits = await context.ListAsync($"/api/v1/namespaces/{context.Item.Name}/limitranges");
        if (limits.Count == 0) { sheet.Line(0, "\nNo LimitRange resource."); return; }
        sheet.Line(0, "\nResource Limits").Line(0, " Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio").Line(0, " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
        foreach (var range in limits) { Ranges(sheet, range, " "); }
    }

    /// <summary>Describes a service with its endpoints.</summary>
    public static async Task ServiceAsync(DescribeContext context)
    {
        var (sheet, s) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(s);
        sheet.Field(0, "Selector", DescribeParts.Selector(s.At("spec", "selector"))).Field(0, "Type", s.Text("spec", "type"));
        if (s.Text("spec", "ipFamilyPolicy") is { Length: > 0 } policy) { sheet.Field(0, "IP Family Policy", policy); }
        if (s.Items("spec", "ipFamilies").Any()) { sheet.Field(0, "IP Families", string.Join(',', s.Items("spec", "ipFamilies").Select(static f => f.Text()))); }
        else { sheet.Field(0, "IP Families", DescribeParts.None); }
        sheet.Field(0, "IP", s.Text("spec", "clusterIP"));
        sheet.Field(0, "IPs", s.Items("spec", "clusterIPs").Any() ? string.Join(',', s.Items("spec", "clusterIPs").Select(static i => i.Text())) : DescribeParts.None);
        if (s.Items("spec", "externalIPs").Any()) { sheet.Field(0, "External IPs", string.Join(',', s.Items("spec", "externalIPs").Select(static i => i.Text()))); }
        if (s.Text("spec", "loadBalancerIP") is { Length: > 0 } wanted) { sheet.Field(0, "Desired LoadBalancer IP", wanted); }
        if (s.Text("spec", "externalName") is { Length: > 0 } external) { sheet.Field(0, "External Name", external); }
        var ingress = s.Items("status", "loadBalancer", "ingress").Select(static i => i.Text("ip") is { Length: > 0 } ip ? ip + (i.Text("ipMode") is { Length: > 0 } mode ? $" ({mode})" : "") : i.Text("hostname")).ToArray();
        if (ingress.Length > 0) { sheet.Field(0, "LoadBalancer Ingress", string.Join(", ", ingress)); }
        var slices = await context.ListAsync($"/apis/discovery.k8s.io/v1/namespaces/{context.Item.Namespace}/endpointslices?labelSelector={Uri.EscapeDataString($"kubernetes.io/service-name={context.Item.Name}")}");
        foreach (var port in s.Items("spec", "ports"))
        {
            var name = port.TextOr("<unset>", "name");
            sheet.Line(0, $"Port:\t{name}\t{port.Text("port")}/{port.Text("protocol")}");
            sheet.Line(0, $"TargetPort:\t{port.Text("targetPort")}/{port.Text("protocol")}");
            if (port.Text("appProtocol") is { Length: > 0 } protocol) { sheet.Field(0, "AppProtocol", protocol); }
            if (port.Number("nodePort") > 0) { sheet.Line(0, $"NodePort:\t{name}\t{port.Text("nodePort")}/{port.Text("protocol")}"); }
            sheet.Line(0, $"Endpoints:\t{Addresses(slices, port.Text("name"))}");
        }
        sheet.Field(0, "Session Affinity", s.Text("spec", "sessionAffinity"));
        if (s.Text("spec", "externalTrafficPolicy") is { Length: > 0 } traffic) { sheet.Field(0, "External Traffic Policy", traffic); }
        if (s.Text("spec", "internalTrafficPolicy") is { Length: > 0 } inside) { sheet.Field(0, "Internal Traffic Policy", inside); }
        if (s.Number("spec", "healthCheckNodePort") > 0) { sheet.Field(0, "HealthCheck NodePort", s.Number("spec", "healthCheckNodePort")); }
        if (s.Items("spec", "loadBalancerSourceRanges").Any()) { sheet.Field(0, "LoadBalancer Source Ranges", string.Join(',', s.Items("spec", "loadBalancerSourceRanges").Select(static r => r.Text()))); }
        if (s.Text("spec", "trafficDistribution") is { Length: > 0 } distribution) { sheet.Field(0, "Traffic Distribution", distribution); }
        await context.EventsAsync();
    }

    private const int AddressesMax = 3;

    /// <summary>The ready addresses of a service's port, the first few of them.</summary>
    public static string Addresses(IReadOnlyList<Node> slices, string portName)
    {
        var all = new List<string>();
        foreach (var slice in slices)
        {
            string[] ready = [.. slice.Items("endpoints").Where(static e => e.At("conditions", "ready") is not BooleanNode { Value: false }).Select(static e => e.Items("addresses").FirstOrDefault().Text())];
            // A service without a head may have no ports.
            if (!slice.Items("ports").Any()) { all.AddRange(ready); }
            foreach (var port in slice.Items("ports").Where(p => p.Text("name") == portName)) { all.AddRange(ready.Select(a => a.Contains(':', StringComparison.Ordinal) ? $"[{a}]:{port.Text("port")}" : $"{a}:{port.Text("port")}")); }
        }
        if (slices.Count == 0) { return DescribeParts.None; }
        return all.Count == 0 ? "" : all.Count > AddressesMax ? $"{string.Join(',', all.Take(AddressesMax))} + {all.Count - AddressesMax} more..." : string.Join(',', all);
    }

    /// <summary>Describes a config map.</summary>
    public static async Task ConfigMapAsync(DescribeContext context)
    {
        var (sheet, c) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(c);
        sheet.Line(0, "\nData\n====");
        foreach (var (key, value) in (c.At("data") as ObjectNode ?? ObjectNode.Empty).OrderBy(static d => d.Key, StringComparer.Ordinal)) { sheet.Line(0, $"{key}:\n----\n{value.Text()}\n"); }
        sheet.Line(0, "\nBinaryData\n====");
        foreach (var (key, value) in (c.At("binaryData") as ObjectNode ?? ObjectNode.Empty).OrderBy(static d => d.Key, StringComparer.Ordinal)) { sheet.Line(0, $"{key}: {Bytes(value)} bytes"); }
        sheet.Line(0, "");
        await context.EventsAsync();
    }

    /// <summary>Describes a secret; values are only counted.</summary>
    public static Task SecretAsync(DescribeContext context)
    {
        var (sheet, s) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(s);
        sheet.Line(0, $"\nType:\t{s.Text("type")}").Line(0, "\nData\n====");
        foreach (var (key, value) in (s.At("data") as ObjectNode ?? ObjectNode.Empty).OrderBy(static d => d.Key, StringComparer.Ordinal))
        {
            var isToken = key == "token" && s.Text("type") == "kubernetes.io/service-account-token";
            sheet.Line(0, $"{key}:\t{(isToken ? Encoding.UTF8.GetString(Convert.FromBase64String(value.Text())) : $"{Bytes(value)} bytes")}");
        }
        return Task.CompletedTask;
    }

    private static int Bytes(Node value) => Convert.FromBase64String(value.Text()).Length;

    /// <summary>Describes a service account.</summary>
    public static async Task ServiceAccountAsync(DescribeContext context)
    {
        var (sheet, a) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(a);
        Names(sheet, "Image pull secrets", a.Items("imagePullSecrets"));
        if (a.Items("secrets").Any() && a.Text("metadata", "annotations", "kubernetes.io/enforce-mountable-secrets") == "true") { Names(sheet, "Mountable secrets", a.Items("secrets")); }
        var tokens = (await context.ListAsync($"/api/v1/namespaces/{context.Item.Namespace}/secrets?fieldSelector=type%3Dkubernetes.io%2Fservice-account-token"))
            .Where(t => t.Text("metadata", "annotations", "kubernetes.io/service-account.name") == context.Item.Name).Select(static t => ObjectNode.Of(("name", t.Text("metadata", "name"))));
        if (tokens.Any()) { Names(sheet, "Tokens", tokens); }
        await context.EventsAsync();
    }

    private static void Names(Sheet sheet, string title, IEnumerable<Node> references)
    {
        var names = references.Select(static r => r.Text("name")).ToArray();
        sheet.Line(0, $"{title}:\t{(names.Length > 0 ? names[0] : DescribeParts.None)}");
        foreach (var name in names.Skip(1)) { sheet.Line(0, $"\t{name}"); }
    }

    /// <summary>Describes a quota.</summary>
    public static Task QuotaAsync(DescribeContext context)
    {
        var (sheet, q) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace);
        Scopes(sheet, q, 0, " * ");
        sheet.Line(0, "Resource\tUsed\tHard").Line(0, "--------\t----\t----");
        foreach (var (name, hard) in (q.At("status", "hard") as ObjectNode ?? ObjectNode.Empty).OrderBy(static h => h.Key, StringComparer.Ordinal)) { sheet.Line(0, $"{name}\t{q.TextOr("0", "status", "used", name)}\t{hard.Text()}"); }
        return Task.CompletedTask;
    }

    private static void Scopes(Sheet sheet, Node quota, int level, string lead)
    {
        var scopes = quota.Items("spec", "scopes").Select(static s => s.Text()).Order(StringComparer.Ordinal).ToArray();
        if (scopes.Length > 0) { sheet.Field(level, "Scopes", string.Join(", ", scopes)); }
        foreach (var words in scopes.Select(static s => _scopes.GetValueOrDefault(s)).OfType<string>()) { sheet.Line(level, lead + words); }
    }

    private static readonly Dictionary<string, string> _scopes = new(StringComparer.Ordinal)
    {
        ["Terminating"] = "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
        ["NotTerminating"] = "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
        ["BestEffort"] = "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
        ["NotBestEffort"] = "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
    };

    /// <summary>Describes a limit range.</summary>
    public static Task LimitsAsync(DescribeContext context)
    {
        context.Sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace);
        context.Sheet.Line(0, "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio").Line(0, "----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
        Ranges(context.Sheet, context.Object, "");
        return Task.CompletedTask;
    }

    private static void Ranges(Sheet sheet, Node range, string lead)
    {
        string[] fields = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"];
        foreach (var limit in range.Items("spec", "limits"))
        {
            foreach (var resource in fields.SelectMany(f => (limit.At(f) as ObjectNode ?? ObjectNode.Empty).Select(static r => r.Key)).Distinct().Order(StringComparer.Ordinal))
            {
                sheet.Line(0, $"{lead}{limit.Text("type")}\t{resource}\t{string.Join('\t', fields.Select(f => limit.TextOr("-", f, resource)))}");
            }
        }
    }

    /// <summary>Describes endpoints.</summary>
    public static async Task EndpointsAsync(DescribeContext context)
    {
        var (sheet, e) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(e);
        sheet.Line(0, "Subsets:");
        foreach (var subset in e.Items("subsets"))
        {
            string Ips(string field) => subset.Items(field).Any() ? string.Join(',', subset.Items(field).Select(static a => a.Text("ip"))) : DescribeParts.None;
            sheet.Line(1, $"Addresses:\t{Ips("addresses")}").Line(1, $"NotReadyAddresses:\t{Ips("notReadyAddresses")}");
            if (subset.Items("ports").Any())
            {
                sheet.Line(1, "Ports:").Line(2, "Name\tPort\tProtocol").Line(2, "----\t----\t--------");
                foreach (var port in subset.Items("ports")) { sheet.Line(2, $"{port.TextOr("<unset>", "name")}\t{port.Text("port")}\t{port.Text("protocol")}"); }
            }
            sheet.Line(0, "");
        }
        await context.EventsAsync();
    }
}
