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
        if (spec.Items("imagePullSecrets").Any(static s => s.Text("name").Length == 0)) { texts.Add($"{path}.imagePullSecrets[0].name: invalid empty name \"\""); }
        if (spec.Number("terminationGracePeriodSeconds") is < 0) { texts.Add($"{path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"); }
        return texts.ToImmutable();
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
