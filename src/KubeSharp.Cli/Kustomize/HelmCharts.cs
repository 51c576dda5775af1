using System.ComponentModel;
using System.Diagnostics;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>helmCharts of a kustomization: charts that helm renders, from a folder beside it or pulled there first.</summary>
/// <param name="Command">The program.</param>
/// <param name="ExtraArguments">--helm-api-versions and --helm-kube-version, as helm wants them.</param>
internal sealed record HelmCharts(string Command, IReadOnlyList<string> ExtraArguments)
{
    /// <summary>The objects of all charts.</summary>
    /// <exception cref="CliException">helm is missing or fails.</exception>
    public IEnumerable<ObjectNode> Render(Node spec, string folder)
    {
        var home = Path.GetFullPath(Path.Combine(folder, spec.TextOr("charts", "helmGlobals", "chartHome")));
        foreach (var chart in spec.Items("helmCharts"))
        {
            var path = Path.Combine(home, chart.Text("name"));
            if (!Directory.Exists(path)) { Pull(chart, home); }
            foreach (var content in ManifestReader.Objects(Run(Words(chart, path, folder, out var values), values), path)) { yield return content; }
        }
    }

    private void Pull(Node chart, string home)
    {
        if (chart.Text("repo") is not { Length: > 0 } repository) { throw new CliException($"no repo specified for pull, no chart found at '{Path.Combine(home, chart.Text("name"))}'"); }
        string[] source = repository.StartsWith("oci://", StringComparison.Ordinal) ? [$"{repository.TrimEnd('/')}/{chart.Text("name")}"] : ["--repo", repository, chart.Text("name")];
        string[] version = chart.Text("version") is { Length: > 0 } wanted ? ["--version", wanted] : [];
        Run(["pull", "--untar", "--untardir", home, .. source, .. version], "");
    }

    private List<string> Words(Node chart, string path, string folder, out string values)
    {
        var words = new List<string> { "template" };
        if (chart.Text("releaseName") is { Length: > 0 } release) { words.Add(release); }
        else { words.Add("--generate-name"); }
        words.Add(path);
        if (chart.Text("namespace") is { Length: > 0 } ns) { words.AddRange(["--namespace", ns]); }
        if (chart.Text("valuesFile") is { Length: > 0 } file) { words.AddRange(["--values", Path.GetFullPath(Path.Combine(folder, file))]); }
        foreach (var more in chart.Items("additionalValuesFiles")) { words.AddRange(["--values", Path.GetFullPath(Path.Combine(folder, more.Text()))]); }
        values = chart.At("valuesInline") is ObjectNode inline ? Yaml.Write(inline) : "";
        if (values.Length > 0) { words.AddRange(["--values", "-"]); }
        if (chart.At("includeCRDs") is BooleanNode { Value: true }) { words.Add("--include-crds"); }
        if (chart.At("skipTests") is BooleanNode { Value: true }) { words.Add("--skip-tests"); }
        if (chart.At("skipHooks") is BooleanNode { Value: true }) { words.Add("--no-hooks"); }
        words.AddRange(ExtraArguments);
        return words;
    }

    private string Run(IReadOnlyList<string> words, string input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Command, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new CliException($"unable to run: '{Command} {string.Join(' ', words)}': exit status {process.ExitCode}: {errors.Result.Trim()}");
        }
        catch (Win32Exception) { throw new CliException($"unable to run: '{Command}': executable file not found in $PATH (is '{Command}' installed?)"); }
    }
}
