using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Cli.Describing;

/// <summary>Containers, volumes and tolerations of a pod or pod template.</summary>
internal static class PodParts
{
    /// <summary>Pod template of a workload.</summary>
    public static void Template(Sheet sheet, Node? template)
    {
        sheet.Line(0, "Pod Template:");
        template ??= ObjectNode.Empty;
        sheet.Map(1, "Labels", template.At("metadata", "labels"));
        if (template.At("metadata", "annotations") is ObjectNode { Count: > 0 }) { sheet.Annotations(template, 1); }
        if (template.Text("spec", "serviceAccountName") is { Length: > 0 } account) { sheet.Field(1, "Service Account", account); }
        if (template.Items("spec", "initContainers").Any()) { Containers(sheet, "Init Containers", template.Items("spec", "initContainers"), null, 1); }
        Containers(sheet, "Containers", template.Items("spec", "containers"), null, 1);
        Volumes(sheet, template.Items("spec", "volumes"), 1);
        Spread(sheet, template, 1);
        if (template.Text("spec", "priorityClassName") is { Length: > 0 } priority) { sheet.Field(1, "Priority Class Name", priority); }
        sheet.Map(1, "Node-Selectors", template.At("spec", "nodeSelector"));
        Tolerations(sheet, template.Items("spec", "tolerations"), 1);
        Group(sheet, template, 1);
    }

    /// <summary>How a pod's like are spread.</summary>
    public static void Spread(Sheet sheet, Node pod, int level)
    {
        var lead = "Topology Spread Constraints:";
        foreach (var rule in pod.Items("spec", "topologySpreadConstraints").OrderBy(static r => r.Text("topologyKey"), StringComparer.Ordinal))
        {
            var selector = rule.At("labelSelector") is { } labels ? $" for selector {DescribeParts.Selector(labels)}" : "";
            sheet.Line(level, $"{lead}\t{rule.Text("topologyKey")}:{rule.Text("whenUnsatisfiable")} when max skew {rule.Number("maxSkew")} is exceeded{selector}");
            lead = "";
        }
    }

    /// <summary>The group a pod is scheduled with.</summary>
    public static void Group(Sheet sheet, Node pod, int level)
    {
        if (pod.At("spec", "schedulingGroup") is not { } group) { return; }
        sheet.Line(level, "SchedulingGroup:").Field(1, "PodGroupName", group.Text("podGroupName"));
    }

    /// <summary>The seccomp profile of a pod (field spec) or container.</summary>
    public static void Seccomp(Sheet sheet, Node holder, int level, int fileLevel)
    {
        if ((holder.At("spec") ?? holder).At("securityContext", "seccompProfile") is not { } profile) { return; }
        sheet.Field(level, "SeccompProfile", profile.Text("type"));
        if (profile.Text("type") == "Localhost") { sheet.Field(fileLevel, "LocalhostProfile", profile.Text("localhostProfile")); }
    }

    /// <summary>Containers with their states.</summary>
    public static void Containers(Sheet sheet, string title, IEnumerable<Node> containers, Node? statuses, int level, Node? pod = null)
    {
        sheet.Line(level, containers.Any() ? $"{title}:" : $"{title}: <none>");
        foreach (var container in containers)
        {
            var status = statuses.Items().FirstOrDefault(s => s.Text("name") == container.Text("name"));
            sheet.Line(1, $"{(level > 0 ? " " : "")}{container.Text("name")}:");
            Basics(sheet, container, status, 2);
            Commands(sheet, container, 2);
            if (status is not null)
            {
                State(sheet, "State", status.At("state"), 2);
                if (status.At("lastState") is { } last && last.At("terminated") is not null) { State(sheet, "Last State", last, 2); }
                sheet.Field(2, "Ready", status.At("ready") is BooleanNode { Value: true } ? "True" : "False");
                sheet.Field(2, "Restart Count", status.Number("restartCount"));
            }
            Resources(sheet, container, 2);
            Probes(sheet, container, 2);
            Environment(sheet, container, 2, pod);
            Mounts(sheet, container, 2);
        }
    }

    /// <summary>Volumes with what they are.</summary>
    public static void Volumes(Sheet sheet, IEnumerable<Node> volumes, int level)
    {
        sheet.Line(level, volumes.Any() ? "Volumes:" : "Volumes:\t<none>");
        foreach (var volume in volumes)
        {
            sheet.Line(1, $"{(level > 0 ? " " : "")}{volume.Text("name")}:");
            VolumeParts.Describe(sheet, volume);
        }
    }

    /// <summary>Tolerations, one a line.</summary>
    public static void Tolerations(Sheet sheet, IEnumerable<Node> tolerations, int level)
    {
        var lines = tolerations.OrderBy(static t => t.Text("key"), StringComparer.Ordinal).Select(Toleration).ToArray();
        sheet.Line(level, $"Tolerations:\t{(lines.Length > 0 ? lines[0] : DescribeParts.None)}");
        foreach (var line in lines.Skip(1)) { sheet.Line(level, $"\t{line}"); }
    }

    private static string Toleration(Node t)
    {
        var text = t.Text("key");
        if (t.Text("value") is { Length: > 0 } value) { text += $"={value}"; }
        if (t.Text("effect") is { Length: > 0 } effect) { text += $":{effect}"; }
        if (t.Text("operator") == "Exists" && t.Text("value").Length == 0) { text += text.Length == 0 ? "op=Exists" : " op=Exists"; }
        return t.At("tolerationSeconds") is NumberNode seconds ? $"{text} for {seconds.Integer}s" : text;
    }

    private static void Basics(Sheet sheet, Node container, Node? status, int level)
    {
        if (status is not null) { sheet.Field(level, "Container ID", status.Text("containerID")); }
        sheet.Field(level, "Image", container.Text("image"));
        if (status is not null) { sheet.Field(level, "Image ID", status.Text("imageID")); }
        var ports = container.Items("ports").ToArray();
        sheet.Field(level, ports.Length > 1 ? "Ports" : "Port", ports.Length == 0 ? "<none>" : string.Join(", ", ports.Select(static p => $"{p.Text("containerPort")}/{p.Text("protocol")}{(p.Text("name") is { Length: > 0 } n ? $" ({n})" : "")}")));
        sheet.Field(level, ports.Length > 1 ? "Host Ports" : "Host Port", ports.Length == 0 ? "<none>" : string.Join(", ", ports.Select(static p => $"{p.TextOr("0", "hostPort")}/{p.Text("protocol")}{(p.Text("name") is { Length: > 0 } n ? $" ({n})" : "")}")));
        Seccomp(sheet, container, level, level + 1);
    }

    private static void Commands(Sheet sheet, Node container, int level)
    {
        foreach (var (title, field) in new[] { ("Command", "command"), ("Args", "args") })
        {
            if (!container.Items(field).Any()) { continue; }
            sheet.Line(level, $"{title}:");
            foreach (var word in container.Items(field).SelectMany(static w => w.Text().Split('\n'))) { sheet.Line(level + 1, word); }
        }
    }

    private static void State(Sheet sheet, string title, Node? state, int level)
    {
        if (state?.At("running") is { } running)
        {
            sheet.Field(level, title, "Running").Field(level + 1, "Started", DescribeParts.Time(running.Text("startedAt")));
        }
        else if (state?.At("terminated") is { } ended)
        {
            sheet.Field(level, title, "Terminated");
            if (ended.Text("reason") is { Length: > 0 } reason) { sheet.Field(level + 1, "Reason", reason); }
            if (ended.Text("message") is { Length: > 0 } message) { sheet.Field(level + 1, "Message", message); }
            sheet.Field(level + 1, "Exit Code", ended.Number("exitCode"));
            if (ended.Number("signal") > 0) { sheet.Field(level + 1, "Signal", ended.Number("signal")); }
            sheet.Field(level + 1, "Started", DescribeParts.Time(ended.Text("startedAt"))).Field(level + 1, "Finished", DescribeParts.Time(ended.Text("finishedAt")));
        }
        else
        {
            sheet.Field(level, title, "Waiting");
            if (state?.Text("waiting", "reason") is { Length: > 0 } reason) { sheet.Field(level + 1, "Reason", reason); }
        }
    }

    /// <summary>Limits and requests of a container or a pod's spec.</summary>
    public static void Resources(Sheet sheet, Node? container, int level)
    {
        foreach (var (title, field) in new[] { ("Limits", "limits"), ("Requests", "requests") })
        {
            if (container?.At("resources", field) is not ObjectNode { Count: > 0 } amounts) { continue; }
            sheet.Line(level, $"{title}:");
            foreach (var (name, amount) in amounts.OrderBy(static a => a.Key, StringComparer.Ordinal)) { sheet.Field(level + 1, name, amount.Text()); }
        }
    }

    private static void Probes(Sheet sheet, Node container, int level)
    {
        foreach (var (title, field) in new[] { ("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe") })
        {
            if (container.At(field) is { } probe) { sheet.Line(level, $"{title}:\t{Probe(probe)}"); }
        }
    }

    private static string Probe(Node p)
    {
        var times = $"delay={p.Number("initialDelaySeconds")}s timeout={p.Number("timeoutSeconds")}s period={p.Number("periodSeconds")}s #success={p.Number("successThreshold")} #failure={p.Number("failureThreshold")}";
        if (p.At("exec") is not null) { return $"exec [{string.Join(' ', p.Items("exec", "command").Select(static c => c.Text()))}] {times}"; }
        if (p.At("httpGet") is { } http) { return $"http-get {Address(http)} {times}"; }
        if (p.At("tcpSocket") is { } tcp) { return $"tcp-socket {tcp.Text("host")}:{tcp.Text("port")} {times}"; }
        return p.At("grpc") is { } grpc ? $"grpc <pod>:{grpc.Text("port")} {grpc.Text("service")} {times}" : $"unknown {times}";
    }

    // Compat: what Go's net/url makes of the parts.
    private static string Address(Node http)
    {
        var (scheme, host, path) = (http.Text("scheme").ToLowerInvariant(), http.Text("host"), Escaped(http.Text("path"), "/$&+,:;=@"));
        if (host.Contains(':', StringComparison.Ordinal)) { host = $"[{host}]"; }
        return $"{scheme}{(scheme.Length > 0 ? ":" : "")}//{Escaped($"{host}:{http.Text("port")}", "!$&'()*+,;=:[]<>\"")}{(path.Length == 0 || path[0] == '/' ? "" : "/")}{path}";
    }

    private static string Escaped(string text, string kept) => kept.Aggregate(Uri.EscapeDataString(text), static (escaped, c) => escaped.Replace(Uri.HexEscape(c), $"{c}", StringComparison.Ordinal));

    private static void Environment(Sheet sheet, Node container, int level, Node? pod)
    {
        foreach (var source in container.Items("envFrom").Take(1)) { sheet.Line(level, "Environment Variables from:"); }
        foreach (var source in container.Items("envFrom"))
        {
            var (reference, kind) = source.At("configMapRef") is { } map ? (map, "ConfigMap") : source.At("secretRef") is { } secret ? (secret, "Secret") : (null, "");
            sheet.Line(level + 1, $"{reference.Text("name")}\t{kind}{(source.Text("prefix") is { Length: > 0 } prefix ? $" with prefix '{prefix}'" : "")}\tOptional: {(reference?.At("optional") is BooleanNode { Value: true } ? "true" : "false")}");
        }
        sheet.Line(level, container.Items("env").Any() ? "Environment:" : "Environment:\t<none>");
        foreach (var variable in container.Items("env"))
        {
            if (Value(variable, container, pod) is not { } value) { continue; }
            var lines = value.Split('\n');
            sheet.Field(level + 1, variable.Text("name"), lines[0]);
            foreach (var line in lines.Skip(1)) { sheet.Line(level + 1, $"\t{line}"); }
        }
    }

    // Null: what the description does not know.
    private static string? Value(Node variable, Node container, Node? pod)
    {
        var from = variable.At("valueFrom");
        if (from is null) { return variable.Text("value"); }
        if (from.At("fieldRef") is { } field) { return $"{(pod is null ? "" : FieldPaths.ValueOf(pod, field.Text("fieldPath")))} ({field.Text("apiVersion")}:{field.Text("fieldPath")})"; }
        if (from.At("resourceFieldRef") is { } resource) { return $"{AmountOf(container, resource)} ({resource.Text("resource")})"; }
        if ((from.At("secretKeyRef") ?? from.At("configMapKeyRef")) is not { } key) { return null; }
        var kind = from.At("secretKeyRef") is not null ? "secret" : "config map";
        return $"<set to the key '{key.Text("key")}' {(kind == "secret" ? "in" : "of")} {kind} '{key.Text("name")}'>\tOptional: {(key.At("optional") is BooleanNode { Value: true } ? "true" : "false")}";
    }

    /// <summary>limits.cpu in whole cores, rounded up, or in what the divisor says; what has no limit is bounded by the node.</summary>
    public static string AmountOf(Node container, Node reference)
    {
        if (reference.Text("resource").Split('.', 2) is not [var list, var name] || !(name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal))) { return ""; }
        if (!Quantity.TryParse(container.Text("resources", list, name), out var amount)) { return list == "limits" ? "node allocatable" : "0"; }
        var divisor = Quantity.TryParse(reference.Text("divisor"), out var given) && given.Sign > 0 ? given.Double : 1;
        return Math.Ceiling(amount.Double / divisor).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Mounts(Sheet sheet, Node container, int level)
    {
        var none = container.Items("volumeMounts").Any() ? "" : "\t<none>";
        sheet.Line(level, $"Mounts:{none}");
        foreach (var mount in container.Items("volumeMounts").OrderBy(static m => m.Text("mountPath"), StringComparer.Ordinal))
        {
            var flags = new List<string> { mount.At("readOnly") is BooleanNode { Value: true } ? "ro" : "rw" };
            if (mount.Text("subPath") is { Length: > 0 } path) { flags.Add($"path=\"{path}\""); }
            sheet.Line(level + 1, $"{mount.Text("mountPath")} from {mount.Text("name")} ({string.Join(',', flags)})");
        }
        if (!container.Items("volumeDevices").Any()) { return; }
        // Compat: what is said of the mounts is said again.
        sheet.Line(level, $"Devices:{none}");
        foreach (var device in container.Items("volumeDevices").OrderBy(static d => d.Text("devicePath"), StringComparer.Ordinal)) { sheet.Line(level + 1, $"{device.Text("devicePath")} from {device.Text("name")}"); }
    }
}
