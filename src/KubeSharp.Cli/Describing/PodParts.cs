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
        if (template is null) { sheet.Line(1, "<unset>"); return; }
        sheet.Map(1, "Labels", template.At("metadata", "labels"));
        if (template.At("metadata", "annotations") is ObjectNode { Count: > 0 } annotations) { sheet.Map(1, "Annotations", annotations, ": "); }
        if (template.Text("spec", "serviceAccountName") is { Length: > 0 } account) { sheet.Field(1, "Service Account", account); }
        if (template.Items("spec", "initContainers").Any()) { Containers(sheet, "Init Containers", template.Items("spec", "initContainers"), null, 1); }
        Containers(sheet, "Containers", template.Items("spec", "containers"), null, 1);
        Volumes(sheet, template.Items("spec", "volumes"), 1);
        var spreads = template.Items("spec", "topologySpreadConstraints").Select(static c => $"{c.Text("topologyKey")}:{c.Text("whenUnsatisfiable")} when max skew {c.Number("maxSkew")} is exceeded for selector {DescribeParts.Selector(c.At("labelSelector"))}").ToArray();
        for (var i = 0; i < spreads.Length; i++) { sheet.Line(1, $"{(i == 0 ? "Topology Spread Constraints:" : "")}\t{spreads[i]}"); }
        if (template.Text("spec", "priorityClassName") is { Length: > 0 } priority) { sheet.Field(1, "Priority Class Name", priority); }
        sheet.Map(1, "Node-Selectors", template.At("spec", "nodeSelector"));
        Tolerations(sheet, template.Items("spec", "tolerations"), 1);
    }

    /// <summary>Containers with their states.</summary>
    public static void Containers(Sheet sheet, string title, IEnumerable<Node> containers, Node? statuses, int level, Node? pod = null)
    {
        sheet.Line(level, containers.Any() ? $"{title}:" : $"{title}:\t<none>");
        foreach (var container in containers)
        {
            var status = statuses.Items().FirstOrDefault(s => s.Text("name") == container.Text("name"));
            sheet.Line(1, $"{(level > 0 ? " " : "")}{container.Text("name")}:");
            Basics(sheet, container, status, 2);
            Commands(sheet, container, 2);
            if (status is not null)
            {
                State(sheet, "State", status.At("state"), 2);
                if (status.At("lastState") is ObjectNode { Count: > 0 } last) { State(sheet, "Last State", last, 2); }
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
            VolumeParts.Describe(sheet, volume, 2);
        }
    }

    /// <summary>Tolerations, one a line.</summary>
    public static void Tolerations(Sheet sheet, IEnumerable<Node> tolerations, int level)
    {
        var lines = tolerations.Select(Toleration).Order(StringComparer.Ordinal).ToArray();
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
        sheet.Field(level, ports.Length > 1 ? "Ports" : "Port", ports.Length == 0 ? "<none>" : string.Join(", ", ports.Select(static p => $"{p.Text("containerPort")}/{p.TextOr("TCP", "protocol")}{(p.Text("name") is { Length: > 0 } n ? $" ({n})" : "")}")));
        sheet.Field(level, ports.Length > 1 ? "Host Ports" : "Host Port", ports.Length == 0 ? "<none>" : string.Join(", ", ports.Select(static p => $"{p.TextOr("0", "hostPort")}/{p.TextOr("TCP", "protocol")}{(p.Text("name") is { Length: > 0 } n ? $" ({n})" : "")}")));
        if (container.At("securityContext", "seccompProfile") is ObjectNode profile) { sheet.Field(level, "SeccompProfile", profile.Text("type")); }
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

    private static void Resources(Sheet sheet, Node container, int level)
    {
        foreach (var (title, field) in new[] { ("Limits", "limits"), ("Requests", "requests") })
        {
            if (container.At("resources", field) is not ObjectNode { Count: > 0 } amounts) { continue; }
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
        if (p.At("httpGet") is { } http) { return $"http-get {http.TextOr("http", "scheme").ToLowerInvariant()}://{http.Text("host")}:{http.Text("port")}{(http.Text("path").StartsWith('/') ? "" : "/")}{http.Text("path")} {times}"; }
        if (p.At("tcpSocket") is { } tcp) { return $"tcp-socket {tcp.Text("host")}:{tcp.Text("port")} {times}"; }
        return p.At("grpc") is { } grpc ? $"grpc <pod>:{grpc.Text("port")} {grpc.Text("service")} {times}" : $"unknown {times}";
    }

    private static void Environment(Sheet sheet, Node container, int level, Node? pod)
    {
        foreach (var source in container.Items("envFrom").Take(1)) { sheet.Line(level, "Environment Variables from:"); }
        foreach (var source in container.Items("envFrom"))
        {
            var isSecret = source.At("secretRef") is not null;
            var reference = source.At(isSecret ? "secretRef" : "configMapRef");
            sheet.Line(level + 1, $"{reference.Text("name")}\t{(isSecret ? "Secret" : "ConfigMap")}{(source.Text("prefix") is { Length: > 0 } prefix ? $" with prefix '{prefix}'" : "")}\tOptional: {(reference?.At("optional") is BooleanNode { Value: true } ? "true" : "false")}");
        }
        sheet.Line(level, container.Items("env").Any() ? "Environment:" : "Environment:\t<none>");
        foreach (var variable in container.Items("env")) { sheet.Line(level + 1, $"{variable.Text("name")}:\t{Value(variable, container, pod)}"); }
    }

    private static string Value(Node variable, Node container, Node? pod)
    {
        var from = variable.At("valueFrom");
        if (from is null) { return variable.Text("value").Replace("\n", "\n\t", StringComparison.Ordinal); }
        if (from.At("fieldRef") is { } field) { return $"{(pod is null ? "" : FieldPaths.ValueOf(pod, field.Text("fieldPath")))} ({field.TextOr("v1", "apiVersion")}:{field.Text("fieldPath")})"; }
        if (from.At("resourceFieldRef") is { } resource) { return $"{AmountOf(container, resource)} ({resource.Text("resource")})"; }
        var key = from.At("secretKeyRef") ?? from.At("configMapKeyRef");
        var kind = from.At("secretKeyRef") is not null ? "secret" : "config map";
        return $"<set to the key '{key.Text("key")}' {(kind == "secret" ? "in" : "of")} {kind} '{key.Text("name")}'>\tOptional: {(key?.At("optional") is BooleanNode { Value: true } ? "true" : "false")}";
    }

    /// <summary>limits.cpu in whole cores, rounded up, or in what the divisor says; what has no limit is bounded by the node.</summary>
    public static string AmountOf(Node container, Node reference)
    {
        if (reference.Text("resource").Split('.', 2) is not [var list, var name]) { return ""; }
        if (!Quantity.TryParse(container.Text("resources", list, name), out var amount)) { return list == "limits" ? "node allocatable" : "0"; }
        var divisor = Quantity.TryParse(reference.Text("divisor"), out var given) && given.Sign > 0 ? given.Double : 1;
        return Math.Ceiling(amount.Double / divisor).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Mounts(Sheet sheet, Node container, int level)
    {
        sheet.Line(level, container.Items("volumeMounts").Any() ? "Mounts:" : "Mounts:\t<none>");
        foreach (var mount in container.Items("volumeMounts").OrderBy(static m => m.Text("mountPath"), StringComparer.Ordinal))
        {
            var flags = new List<string> { mount.At("readOnly") is BooleanNode { Value: true } ? "ro" : "rw" };
            if (mount.Text("subPath") is { Length: > 0 } path) { flags.Add($"path=\"{path}\""); }
            sheet.Line(level + 1, $"{mount.Text("mountPath")} from {mount.Text("name")} ({string.Join(',', flags)})");
        }
    }
}
