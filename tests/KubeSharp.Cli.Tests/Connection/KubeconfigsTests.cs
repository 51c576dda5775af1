using KubeSharp.Cli.Connection;

namespace KubeSharp.Cli.Tests.Connection;

/// <summary>Which files are read and changed. Source: what the stock kubectl does with the same files.</summary>
public sealed class KubeconfigsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeconfigs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_file_that_is_wrong_is_told()
    {
        var (one, two) = (Written("one", "a: ["), Written("two", "kind: Nope"));
        var told = Assert.Throws<AggregateException>(() => Kubeconfigs.Load("", $"{one}:{two}:{_folder}/none", _folder));
        Assert.Equal([$"error loading config file \"{one}\": yaml: line 1: did not find expected node content", $"error loading config file \"{two}\": no kind \"Nope\" is registered for version \"v1\" in scheme \"k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50\""],
            told.InnerExceptions.Select(static e => e.Message));
        Assert.Contains(one, Assert.Throws<CliException>(() => Kubeconfigs.Load("", $"{one}:{_folder}/none", _folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_current_context_stands_in_the_first_file_and_is_taken_from_the_one_that_has_it()
    {
        var (one, two) = (Written("one", "kind: Config"), Written("two", "current-context: a"));
        var files = Kubeconfigs.Load("", $"{one}:{two}", _folder);
        Assert.Equal((one, two), (files.FileOfValue("current-context", isTaken: false), files.FileOfValue("current-context", isTaken: true)));
    }

    [Fact]
    public void The_file_of_the_old_name_is_copied_where_there_is_none_of_the_new_one()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".kube"));
        Written(".kube/.kubeconfig", "current-context: old");
        Assert.Equal("old", Kubeconfigs.Load("", null, _folder).Content(Path.Combine(_folder, ".kube", "config")).TextAt("current-context"));
        Written(".kube/config", "current-context: new");
        Assert.Equal("new", Kubeconfigs.Load("", null, _folder).Content(Path.Combine(_folder, ".kube", "config")).TextAt("current-context"));
    }

    private string Written(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content + "\n");
        return path;
    }
}
