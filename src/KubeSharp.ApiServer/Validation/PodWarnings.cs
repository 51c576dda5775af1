using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What is allowed in a pod but probably not meant: texts for Warning headers.</summary>
public static class PodWarnings
{
    /// <summary>Of a spec with a template; nothing where the template did not change.</summary>
    public static ImmutableArray<string> OfTemplate(ObjectNode spec, ObjectNode? old) =>
        old is not null && old.Object("template").Equals(spec.Object("template")) ? [] : Of(spec.Object("template").Object("spec"), "spec.template.spec");

    /// <summary>Of a pod's spec that stands at the path.</summary>
    public static ImmutableArray<string> Of(ObjectNode spec, string path)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers"])
        {
            var containers = spec.Items(list);
            for (var i = 0; i < containers.Count; i++)
            {
                foreach (var duplicate in containers[i].Items("env").GroupBy(static e => e.Text("name")).Where(static g => g.Count() > 1))
                {
                    texts.Add($"{path}.{list}[{i}].env[{LastIndex(containers[i].Items("env"), duplicate.Key)}]: hides previous definition of \"{duplicate.Key}\", which may be dropped when using apply");
                }
            }
        }
        AddSecrets(spec.Items("imagePullSecrets"), path + ".imagePullSecrets", texts);
        AddTwice(spec.Items("hostAliases"), "ip", path + ".hostAliases", texts);
        AddPorts(spec, path, texts);
        AddSelectors(spec, path, texts);
        if (spec.Number("terminationGracePeriodSeconds") is < 0) { texts.Add($"{path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"); }
        return texts.ToImmutable();
    }

    private static void AddSecrets(ArrayNode secrets, string path, ImmutableArray<string>.Builder texts)
    {
        for (var i = 0; i < secrets.Count; i++)
        {
            if (secrets[i].Text("name").Length == 0) { texts.Add($"{path}[{i}].name: invalid empty name \"\""); }
        }
        AddTwice(secrets, "name", path, texts);
    }

    private static void AddTwice(ArrayNode items, string field, string path, ImmutableArray<string>.Builder texts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Text(field) is { Length: > 0 } text && !seen.Add(text)) { texts.Add($"{path}[{i}].{field}: duplicate {field} \"{text}\""); }
        }
    }

    private static void AddPorts(ObjectNode spec, string path, ImmutableArray<string>.Builder texts)
    {
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers"])
        {
            var containers = spec.Items(list);
            for (var i = 0; i < containers.Count; i++)
            {
                var (ports, seen) = (containers[i].Items("ports"), new Dictionary<(string, string, string, string), string>());
                for (var j = 0; j < ports.Count; j++)
                {
                    var port = ports[j];
                    var here = $"{path}.{list}[{i}].ports[{j}]";
                    string Number(string field) => port.At(field)?.ToString() ?? "0";
                    if (port.Text("hostIP").Length > 0 && Number("hostPort") == "0")
                    {
                        texts.Add($"{here}: hostIP set without hostPort: {{Name:{port.Text("name")} HostPort:0 ContainerPort:{Number("containerPort")} Protocol:{port.Text("protocol")} HostIP:{port.Text("hostIP")}}}");
                    }
                    var key = (Number("containerPort"), port.Text("protocol"), Number("hostPort"), port.Text("hostIP"));
                    if (seen.TryGetValue(key, out var first)) { texts.Add($"{here}: duplicate port definition with {first}"); }
                    else { seen[key] = here; }
                }
            }
        }
    }

    // Terms without a selector choose nothing, which is seldom meant.
    private static void AddSelectors(ObjectNode spec, string path, ImmutableArray<string>.Builder texts)
    {
        void Add(ArrayNode terms, string at, string below = "")
        {
            for (var i = 0; i < terms.Count; i++)
            {
                var term = below.Length == 0 ? terms[i] : terms[i].Object(below);
                if (!term.Has("labelSelector")) { texts.Add($"{path}.{at}[{i}]{(below.Length == 0 ? "" : "." + below)}.labelSelector: a null labelSelector results in matching no pod"); }
            }
        }
        foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var affinity = spec.Object("affinity").Object(kind);
            Add(affinity.Items("requiredDuringSchedulingIgnoredDuringExecution"), $"affinity.{kind}.requiredDuringSchedulingIgnoredDuringExecution");
            Add(affinity.Items("preferredDuringSchedulingIgnoredDuringExecution"), $"affinity.{kind}.preferredDuringSchedulingIgnoredDuringExecution", "podAffinityTerm");
        }
        Add(spec.Items("topologySpreadConstraints"), "topologySpreadConstraints");
    }

    private static int LastIndex(ArrayNode items, string name)
    {
        for (var i = items.Count - 1; i >= 0; i--)
        {
            if (items[i].Text("name") == name) { return i; }
        }
        return 0;
    }
}
