using System.Globalization;
using System.Text.RegularExpressions;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using static KubeSharp.Cli.Commands.CreateParts;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl create service …, ingress.</summary>
internal static partial class CreateServices
{
    /// <summary>create service</summary>
    public static Command Service { get; } = new("create service", "Create a service", "[flags]", null) { Aliases = ["svc"] };
    /// <summary>create service clusterip</summary>
    public static Command ClusterIp { get; } = new("create service clusterip", "Create a service with a cluster address", "NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]", c => ServiceAsync(c, "ClusterIP"));
    /// <summary>create service nodeport</summary>
    public static Command NodePort { get; } = new("create service nodeport", "Create a service with a port on every node", "NAME [--tcp=port:targetPort] [--dry-run=server|client|none]", c => ServiceAsync(c, "NodePort"));
    /// <summary>create service loadbalancer</summary>
    public static Command LoadBalancer { get; } = new("create service loadbalancer", "Create a service with a load balancer", "NAME [--tcp=port:targetPort] [--dry-run=server|client|none]", c => ServiceAsync(c, "LoadBalancer"));
    /// <summary>create service externalname</summary>
    public static Command ExternalName { get; } = new("create service externalname", "Create a service that is a name elsewhere", "NAME --external-name external.name [--dry-run=server|client|none]", c => ServiceAsync(c, "ExternalName")) { Required = ["external-name"] };
    /// <summary>create ingress</summary>
    public static Command Ingress { get; } = new("create ingress", "Create an ingress", "NAME --rule=host/path=service:port[,tls[=secret]]", IngressAsync) { Aliases = ["ing"] };

    private static Task<int> ServiceAsync(CommandContext context, string type)
    {
        var name = Name(context);
        var flags = context.Flags;
        var address = flags.Text("clusterip");
        var ports = flags.List("tcp").Select(t => Port(t, (int)flags.Int("node-port"))).ToArray();
        if (ports.Length == 0 && type != "ExternalName" && address != "None") { throw new CliException("at least one tcp port specifier must be provided"); }
        if (type == "ExternalName" && !LabelNames.IsSubdomain(flags.Text("external-name"))) { throw new CliException($"invalid service external name {flags.Text("external-name")}"); }
        var labels = ObjectNode.Of(("app", name));
        return CreateCommand.SubmitAsync(context, Object("v1", "Service", name, labels, ("spec", ObjectNode.Of(("ports", ports.Length > 0 ? new ArrayNode([.. ports]) : null), ("selector", labels),
            ("clusterIP", address.Length > 0 ? address : null), ("type", type), ("externalName", flags.Text("external-name") is { Length: > 0 } external ? external : null))), ("status", ObjectNode.Of(("loadBalancer", ObjectNode.Empty)))));
    }

    private static Node Port(string text, int nodePort)
    {
        var parts = text.Split(':', 2);
        if (!uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var wide)) { throw new CliException($"strconv.ParseUint: parsing \"{parts[0]}\": invalid syntax"); }
        if (wide > 65535) { throw new CliException($"strconv.ParseUint: parsing \"{parts[0]}\": value out of range"); }
        var port = (int)wide;
        var target = parts.Length == 1 ? parts[0] : parts[1];
        Node targetPort = int.TryParse(target, CultureInfo.InvariantCulture, out var number) ? number : target;
        if (parts.Length > 1 && targetPort is NumberNode { Integer: < 1 or > 65535 }) { throw new CliException("must be between 1 and 65535, inclusive"); }
        return ObjectNode.Of(("name", text.Replace(':', '-')), ("protocol", "TCP"), ("port", port), ("targetPort", targetPort), ("nodePort", nodePort > 0 ? nodePort : null));
    }

    private static Task<int> IngressAsync(CommandContext context)
    {
        var name = Name(context);
        var flags = context.Flags;
        if (flags.List("rule").Count == 0 && flags.Text("default-backend").Length == 0) { throw new CliException("not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)"); }
        var hosts = new List<(string Host, List<Node> Paths)>();
        var tls = new List<(string Secret, List<string> Hosts)>();
        if (flags.List("rule").FirstOrDefault(static r => !RuleForm().IsMatch(r)) is { } bad) { throw new CliException($"rule {bad} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"); }
        if (flags.List("annotation").FirstOrDefault(static a => !a.Contains('=', StringComparison.Ordinal)) is { } wrong) { throw new CliException($"annotation {wrong} is invalid and should be in format key=[value]"); }
        if (flags.Text("default-backend") is { Length: > 0 } wanted && wanted.Split(':').Length != 2) { throw new CliException("default-backend should be in format servicename:serviceport"); }
        foreach (var rule in flags.List("rule")) { Rule(rule, hosts, tls); }
        var rules = hosts.Select(static h => (Node)ObjectNode.Of(("host", h.Host.Length > 0 ? h.Host : null), ("http", ObjectNode.Of(("paths", new ArrayNode([.. h.Paths]))))));
        var secured = tls.Select(static t => (Node)ObjectNode.Of(("hosts", Texts(t.Hosts)), ("secretName", t.Secret.Length > 0 ? t.Secret : null)));
        var annotations = flags.List("annotation").Count > 0 ? flags.List("annotation").Select(static a => a.Split('=', 2)).Aggregate(ObjectNode.Empty, static (all, p) => all.Set(p[0], p[1])) : null;
        return CreateCommand.SubmitAsync(context, ObjectNode.Of(("kind", "Ingress"), ("apiVersion", "networking.k8s.io/v1"), ("metadata", ObjectNode.Of(("name", name), ("annotations", annotations))),
            ("spec", ObjectNode.Of(("ingressClassName", flags.Text("class") is { Length: > 0 } given ? given : null), ("defaultBackend", flags.Text("default-backend") is { Length: > 0 } backend ? Backend(backend) : null),
                ("tls", tls.Count > 0 ? new ArrayNode([.. secured]) : null), ("rules", hosts.Count > 0 ? new ArrayNode([.. rules]) : null))), ("status", ObjectNode.Of(("loadBalancer", ObjectNode.Empty)))));
    }

    // Source: upstream's pattern of rules.
    [GeneratedRegex(@"^[A-Za-z0-9_*.-]*/.*=[A-Za-z0-9_-]+:[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex RuleForm();

    // host/path*=service:port,tls=secret
    private static void Rule(string text, List<(string Host, List<Node> Paths)> hosts, List<(string Secret, List<string> Hosts)> tls)
    {
        var parts = text.Split(',', 2);
        var pair = parts[0].Split('=', 2);
        var slash = pair[0].IndexOf('/', StringComparison.Ordinal);
        if (pair.Length != 2 || slash < 0 || !pair[1].Contains(':', StringComparison.Ordinal)) { throw new CliException($"rule {text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"); }
        var (host, path) = (pair[0][..slash], pair[0][slash..]);
        var isPrefix = path.EndsWith('*');
        var entry = ObjectNode.Of(("path", isPrefix ? path[..^1] : path), ("pathType", isPrefix ? "Prefix" : "Exact"), ("backend", Backend(pair[1])));
        var at = hosts.FindIndex(h => h.Host == host);
        if (at < 0) { hosts.Add((host, [entry])); }
        else { hosts[at].Paths.Add(entry); }
        if (parts.Length < 2) { return; }
        var secret = parts[1].Split('=', 2) is [_, var given] ? given : "";
        var known = tls.FindIndex(t => t.Secret == secret);
        if (known < 0) { tls.Add((secret, host.Length > 0 ? [host] : [])); }
        else if (!tls[known].Hosts.Contains(host)) { tls[known].Hosts.Add(host); }
    }

    private static ObjectNode Backend(string text)
    {
        var pair = text.Split(':', 2);
        var port = pair.Length > 1 ? pair[1] : "";
        return ObjectNode.Of(("service", ObjectNode.Of(("name", pair[0]), ("port", int.TryParse(port, CultureInfo.InvariantCulture, out var number) ? ObjectNode.Of(("number", number)) : ObjectNode.Of(("name", port))))));
    }
}
