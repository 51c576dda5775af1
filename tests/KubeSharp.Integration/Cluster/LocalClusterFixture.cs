using System.Diagnostics;

namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>A cluster as a user has it: the native binary, the stock kubectl, the example's images. Its folder and its contexts are its own.</summary>
public class LocalClusterFixture : IAsyncLifetime
{
    public const string Name = "it";
    private const string Port = "7543";
    // Much more than it takes: machines differ, and so does what else they do.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    protected string Folder => _folder;

    private readonly string _folder = Directory.CreateTempSubdirectory("ksi-").FullName;

    public static string Root { get; } = FindRoot();

    public static string Binary { get; } = Path.Combine(Root, "artifacts", "kubesharp");

    public string StartOutput { get; private set; } = "";

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>Its name and port; one of each machine-wide.</summary>
    protected virtual (string Name, string Port) Place => (Name, Port);

    /// <summary>Its name, also that of its first node.</summary>
    public string ClusterName => Place.Name;

    public virtual async Task InitializeAsync()
    {
        Assert.True(File.Exists(Binary), "the native binary is missing: make build");
        Assert.True(File.Exists("/usr/local/lib/kubesharp/bin/kubectl"), "kubectl is missing: make setup");
        StartOutput = await StartAsync();
        await LoadImagesAsync();
    }

    /// <summary>Builds what its pods run.</summary>
    protected virtual Task LoadImagesAsync() => RunAsync("/bin/sh", Path.Combine(Root, "examples/myapp/build.sh"), Place.Name);

    public virtual async Task DisposeAsync()
    {
        await RunAsync(Binary, "delete", "-p", Place.Name);
        await CheckGoneAsync();
        GC.SuppressFinalize(this);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Looks at the machine once the cluster is deleted.</summary>
    protected virtual Task CheckGoneAsync() => Task.CompletedTask;

    /// <summary>Starts it; the first time it is made.</summary>
    public virtual Task<string> StartAsync() => RunAsync(Binary, "start", "-p", Place.Name, "--port", Place.Port);

    /// <summary>Runs kubectl; fails where it fails.</summary>
    public Task<string> KubectlAsync(params string[] words) => RunAsync("/usr/local/lib/kubesharp/bin/kubectl", words);

    /// <summary>Runs kubectl, which must fail; returns what it said.</summary>
    public Task<string> KubectlRefusedAsync(params string[] words) => RefusedAsync("/usr/local/lib/kubesharp/bin/kubectl", words);

    /// <summary>Runs a program, which must fail; returns what it said.</summary>
    public async Task<string> RefusedAsync(string program, params string[] words)
    {
        var (code, output) = await ExecuteAsync(program, words);
        Assert.True(code != 0, $"{program} {string.Join(' ', words)} did not fail: {output}");
        return output;
    }

    /// <summary>Runs a program; fails where it fails.</summary>
    public async Task<string> RunAsync(string program, params string[] words)
    {
        var (code, output) = await ExecuteAsync(program, words);
        Assert.True(code == 0, $"{program} {string.Join(' ', words)} ended with {code}: {output}");
        return output;
    }

    /// <summary>Asks again and again until what is said holds.</summary>
    public static async Task<string> AwaitAsync(Func<Task<string>> ask, Func<string, bool> holds)
    {
        var said = "";
        for (var end = Stopwatch.StartNew(); end.Elapsed < _patience; await Task.Delay(100))
        {
            said = await ask();
            if (holds(said)) { return said; }
        }
        throw new TimeoutException($"after {_patience.TotalSeconds} s it still says: {said}");
    }

    /// <summary>Runs a program; returns how it ended and all it said.</summary>
    public async Task<(int Code, string Output)> ExecuteAsync(string program, string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["KUBESHARP_HOME"] = Path.Combine(_folder, "home");
        start.Environment["KUBECONFIG"] = Kubeconfig;
        start.Environment["KUBESHARP"] = Binary;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await error);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KubeSharp.slnx"))) { folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("KubeSharp.slnx is not above the tests"); }
        return folder;
    }
}
