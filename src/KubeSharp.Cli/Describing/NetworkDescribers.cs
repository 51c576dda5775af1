using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe of ingresses, network policies, endpoint slices.</summary>
internal static class NetworkDescribers
{
    /// <summary>Describes an ingress.</summary>
    public static async Task IngressAsync(DescribeContext context)
    {
        var (sheet, i) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name);
        sheet.Map(0, "Labels", i.At("metadata", "labels"));
        sheet.Field(0, "Namespace", context.Item.Namespace).Field(0, "Address", string.Join(',', i.Items("status", "loadBalancer", "ingress").Select(static a => a.TextOr(a.Text("hostname"), "ip")).Where(static a => a.Length > 0).Distinct().Order(StringComparer.Ordinal)));
        sheet.Field(0, "Ingress Class", i.TextOr(DescribeParts.None, "spec", "ingressClassName")).Field(0, "Default backend", i.At("spec", "defaultBackend") is { } backend ? await BackendAsync(context, backend) : "<default>");
        if (i.Items("spec", "tls").Any())
        {
            sheet.Line(0, "TLS:");
            foreach (var tls in i.Items("spec", "tls"))
            {
                var hosts = string.Join(',', tls.Items("hosts").Select(static h => h.Text()));
                sheet.Line(1, tls.Text("secretName").Length == 0 ? $"SNI routes {hosts}" : $"{tls.Text("secretName")} terminates {hosts}");
            }
        }
        sheet.Line(0, "Rules:").Line(1, "Host\tPath\tBackends").Line(1, "----\t----\t--------");
        foreach (var rule in i.Items("spec", "rules"))
        {
            sheet.Line(1, $"{rule.TextOr("*", "host")}\t");
            foreach (var path in rule.Items("http", "paths")) { sheet.Line(1, $"\t{path.Text("path")} \t{await BackendAsync(context, path.At("backend"))}"); }
        }
        if (!i.Items("spec", "rules").Any()) { sheet.Line(1, $"*\t*\t{(i.At("spec", "defaultBackend") is { } all ? await BackendAsync(context, all) : "<default>")}"); }
        sheet.Annotations(i);
        await context.EventsAsync();
    }

    private static async Task<string> BackendAsync(DescribeContext context, Node? backend)
    {
        if (backend?.At("service") is not { } service) { return $"APIGroup: {backend.Text("resource", "apiGroup")}, Kind: {backend.Text("resource", "kind")}, Name: {backend.Text("resource", "name")}"; }
        var (name, port) = (service.Text("name"), service.Number("port", "number") > 0 ? service.Text("port", "number") : service.Text("port", "name"));
        var live = await context.TryGetAsync($"/api/v1/namespaces/{context.Item.Namespace}/services/{name}");
        if (live is null) { return $"{name}:{port} (<error: services \"{name}\" not found>)"; }
        var portName = live.Items("spec", "ports").FirstOrDefault(p => p.Text("port") == port || p.Text("name") == port).Text("name");
        var slices = await context.ListAsync($"/apis/discovery.k8s.io/v1/namespaces/{context.Item.Namespace}/endpointslices?labelSelector={Uri.EscapeDataString($"kubernetes.io/service-name={name}")}");
        return $"{name}:{port} ({CoreDescribers.Addresses(slices, portName)})";
    }

    /// <summary>Describes a network policy.</summary>
    public static Task PolicyAsync(DescribeContext context)
    {
        var (sheet, p) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace).Field(0, "Created on", p.Text("metadata", "creationTimestamp").Replace("T", " ", StringComparison.Ordinal).Replace("Z", " +0000 UTC", StringComparison.Ordinal));
        sheet.Map(0, "Labels", p.At("metadata", "labels"));
        sheet.Annotations(p);
        var selector = p.At("spec", "podSelector") is ObjectNode { Count: > 0 } s ? DescribeParts.Selector(s) : "<none> (Allowing the specific traffic to all pods in this namespace)";
        sheet.Line(0, "Spec:").Line(1, $"PodSelector:     {selector}");
        var types = p.Items("spec", "policyTypes").Select(static t => t.Text()).ToArray();
        foreach (var (type, field, word, words) in new[] { ("Ingress", "ingress", "From", "ingress"), ("Egress", "egress", "To", "egress") })
        {
            if (!types.Contains(type)) { sheet.Line(1, $"Not affecting {words} traffic"); continue; }
            sheet.Line(1, $"Allowing {words} traffic:");
            Rules(sheet, p.Items("spec", field).ToArray(), word, words);
        }
        sheet.Line(1, $"Policy Types: {(types.Length > 0 ? string.Join(", ", types) : DescribeParts.None)}");
        return Task.CompletedTask;
    }

    private static void Rules(Sheet sheet, Node[] rules, string word, string words)
    {
        if (rules.Length == 0) { sheet.Line(2, $"<none> (Selected pods are isolated for {words} connectivity)"); return; }
        for (var i = 0; i < rules.Length; i++)
        {
            if (!rules[i].Items("ports").Any()) { sheet.Line(2, "To Port: <any> (traffic allowed to all ports)"); }
            foreach (var port in rules[i].Items("ports")) { sheet.Line(2, $"To Port{(port.At("endPort") is null ? "" : " Range")}: {port.Text("port")}{(port.Text("endPort") is { Length: > 0 } end ? $"-{end}" : "")}/{port.TextOr("TCP", "protocol")}"); }
            var peers = rules[i].Items(word.ToLowerInvariant()).ToArray();
            if (peers.Length == 0) { sheet.Line(2, $"{word}: <any> (traffic {(word == "From" ? "not restricted by source" : "not restricted by destination")})"); }
            foreach (var peer in peers)
            {
                sheet.Line(2, $"{word}:");
                if (peer.At("namespaceSelector") is { } space) { sheet.Line(3, $"NamespaceSelector: {DescribeParts.Selector(space)}"); }
                if (peer.At("podSelector") is { } pod) { sheet.Line(3, $"PodSelector: {DescribeParts.Selector(pod)}"); }
                if (peer.At("namespaceSelector") is null && peer.At("podSelector") is null && peer.At("ipBlock") is { } block) { sheet.Line(3, "IPBlock:").Line(4, $"CIDR: {block.Text("cidr")}").Line(4, $"Except: {string.Join(", ", block.Items("except").Select(static e => e.Text()))}"); }
            }
            if (i < rules.Length - 1) { sheet.Line(2, "----------"); }
        }
    }

    /// <summary>Describes an endpoint slice.</summary>
    public static async Task SliceAsync(DescribeContext context)
    {
        var (sheet, s) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(s);
        sheet.Field(0, "AddressType", s.Text("addressType"));
        sheet.Line(0, s.Items("ports").Any() ? "Ports:" : "Ports: <unset>");
        if (s.Items("ports").Any())
        {
            sheet.Line(1, "Name\tPort\tProtocol").Line(1, "----\t----\t--------");
            foreach (var port in s.Items("ports")) { sheet.Line(1, $"{port.TextOr("<unset>", "name")}\t{port.TextOr("<unset>", "port")}\t{port.Text("protocol")}"); }
        }
        sheet.Line(0, s.Items("endpoints").Any() ? "Endpoints:" : $"Endpoints: {DescribeParts.None}");
        foreach (var endpoint in s.Items("endpoints"))
        {
            sheet.Line(1, $"- Addresses:\t{(string.Join(", ", endpoint.Items("addresses").Select(static a => a.Text())) is { Length: > 0 } addresses ? addresses : DescribeParts.None)}").Line(2, "Conditions:").Field(3, "Ready", endpoint.TextOr("<unset>", "conditions", "ready"));
            sheet.Field(2, "Hostname", endpoint.TextOr("<unset>", "hostname"));
            if (endpoint.At("targetRef") is { } target) { sheet.Field(2, "TargetRef", $"{target.Text("kind")}/{target.Text("name")}"); }
            sheet.Field(2, "NodeName", endpoint.TextOr("<unset>", "nodeName")).Field(2, "Zone", endpoint.At("zone") is null ? "<unset>" : endpoint.Text("zone"));
        }
        await context.EventsAsync();
    }
}
