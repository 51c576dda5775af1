using System.Text.RegularExpressions;

namespace KubeSharp.Tidy;

/// <summary>Who may know whom: the table of the design, held against the project files.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Machinery"] = [],
        ["Pki"] = [],
        ["Storage"] = [],
        ["Cri"] = [],
        ["Generators"] = [],
        ["Hosting"] = ["Pki"],
        ["Api"] = ["Machinery", "Generators"],
        ["ApiServer"] = ["Machinery", "Api", "Storage", "Pki"],
        ["Client"] = ["Machinery", "Api", "Pki"],
        ["Controllers"] = ["Machinery", "Api", "Client"],
        ["Scheduler"] = ["Machinery", "Api", "Client"],
        ["Proxy"] = ["Machinery", "Api", "Client"],
        ["Network"] = ["Machinery", "Api", "Client"],
        ["Dns"] = ["Machinery", "Api", "Client"],
        ["Logs"] = ["Machinery", "Api", "Client"],
        ["Cli"] = ["Machinery", "Api", "Client"],
        ["Dashboard"] = ["Machinery", "Api", "Client"],
        ["Kubelet"] = ["Machinery", "Api", "Client", "Pki", "Cri"],
        ["Bootstrap"] = ["Machinery", "Api", "Client", "Pki", "Cri", "Hosting"],
    };

    [Fact]
    public void Projects_reference_only_what_the_design_allows()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(file)["KubeSharp.".Length..];
            Assert.True(_allowed.TryGetValue(name, out var allowed), $"{name} is not in the table");
            var references = Regex.Matches(File.ReadAllText(file), @"KubeSharp\.(\w+)\.csproj").Select(static m => m.Groups[1].Value);
            Assert.True(!references.Except(allowed!).Any(), $"{name} references {string.Join(", ", references.Except(allowed!))}");
        }
    }

    [Fact]
    public void Internals_are_visible_to_tests_only()
    {
        foreach (var file in Repository.Sources("src")) { Assert.DoesNotContain("InternalsVisibleTo", File.ReadAllText(file)); }
    }
}
