using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KubeSharp.Client.Rest;

namespace KubeSharp.Cli.Kustomize;

/// <summary>A folder with a kustomization: what it may read, and the folders and repositories it may refer to. One of a repository is a clone that goes when the root is disposed.</summary>
internal sealed class BuildRoot : IDisposable
{
    private const int LinksMax = 255;
    private readonly BuildRoot? _referrer;
    private readonly RepositoryAddress? _repository;
    private readonly string _clone = "";
    private readonly bool _isOpen;

    private BuildRoot(string folder, BuildRoot? referrer, bool isOpen, RepositoryAddress? repository = null, string clone = "") => (Folder, _referrer, _isOpen, _repository, _clone) = (folder, referrer, isOpen, repository, clone);

    /// <summary>The folder, whole and without links.</summary>
    public string Folder { get; }

    /// <summary>The root that a user names.</summary>
    /// <param name="isOpen">Whether it may read files outside its folder.</param>
    /// <exception cref="CliException">It is no folder, or its repository could not be brought.</exception>
    public static BuildRoot Open(string target, bool isOpen) =>
        RepositoryAddress.Of(target) is { } repository ? Cloned(repository, null) : new BuildRoot(Confirmed(target, target), null, isOpen);

    /// <summary>A root that this one refers to.</summary>
    /// <exception cref="CliException">It may not be referred to, or is not there.</exception>
    public BuildRoot Below(string path)
    {
        if (path.Length == 0) { throw new CliException("new root cannot be empty"); }
        if (RepositoryAddress.Of(path) is { } repository)
        {
            for (var root = this; root is not null; root = root._referrer)
            {
                if (root._repository?.Text.StartsWith(repository.Text, StringComparison.Ordinal) == true) { throw new CliException($"cycle detected: URI '{repository.Text}' referenced by previous URI '{root._repository.Text}'"); }
            }
            return Cloned(repository, this);
        }
        if (path.StartsWith('/')) { throw new CliException($"new root '{path}' cannot be absolute"); }
        var joined = Path.GetFullPath(path, Folder);
        var folder = Confirmed(joined, joined);
        var origin = this;
        while (origin is { _repository: null }) { origin = origin._referrer; }
        if (origin is not null && !IsWithin(folder, origin._clone)) { throw new CliException($"security; bases in kustomizations found in cloned git repos must be within the repo, but base '{folder}' is outside '{origin._clone}'"); }
        for (var root = this; root is not null; root = root._referrer)
        {
            if (IsWithin(root.Folder, folder)) { throw new CliException($"cycle detected: candidate root '{folder}' contains visited root '{root.Folder}'"); }
        }
        return new BuildRoot(folder, this, _isOpen);
    }

    /// <summary>What a file below the root holds, or an address.</summary>
    /// <exception cref="CliException">It is not there, or outside the root.</exception>
    public byte[] Load(string path)
    {
        if (path.StartsWith("http://", StringComparison.Ordinal) || path.StartsWith("https://", StringComparison.Ordinal)) { return Download(path); }
        path = Path.GetFullPath(path, Folder);
        if (!_isOpen)
        {
            var (folder, file) = Cleaned(path, path);
            if (file.Length == 0) { throw new CliException($"'{path}' must resolve to a file"); }
            if (!IsWithin(folder, Folder)) { throw new CliException($"security; file '{path}' is not in or below '{Folder}'"); }
            path = Path.Combine(folder, file);
        }
        if (Directory.Exists(path)) { throw new CliException($"read {path}: is a directory"); }
        return File.Exists(path) ? File.ReadAllBytes(path) : throw new CliException($"open {path}: no such file or directory");
    }

    /// <summary>The same as a text.</summary>
    /// <exception cref="CliException">It is not there, or outside the root.</exception>
    public string Text(string path) => Encoding.UTF8.GetString(Load(path));

    public void Dispose()
    {
        if (_clone.Length > 0) { Directory.Delete(_clone, recursive: true); }
    }

    private static bool IsWithin(string folder, string root) => root == "/" || folder == root || folder.StartsWith(root + "/", StringComparison.Ordinal);

    private static string Confirmed(string path, string shown)
    {
        if (path.Length == 0) { throw new CliException("must build at directory: directory path cannot be empty"); }
        try
        {
            var (folder, file) = Cleaned(path, shown);
            return file.Length == 0 ? folder : throw new CliException($"must build at directory: '{shown}': file is not directory", isPlain: true);
        }
        catch (CliException e) when (!e.IsPlain) { throw new CliException($"must build at directory: not a valid directory: {e.Message}", isPlain: true); }
    }

    // The folder and the file's name; no name: it is a folder.
    private static (string Folder, string File) Cleaned(string path, string shown)
    {
        var resolved = "/";
        var steps = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (var links = 0; steps.TryPop(out var step);)
        {
            var next = Path.GetFullPath(step, resolved);
            FileSystemInfo there = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (there.LinkTarget is { } target)
            {
                if (++links > LinksMax) { throw new CliException($"evalsymlink failure on '{shown}' : EvalSymlinks: too many links"); }
                if (target.StartsWith('/')) { resolved = "/"; }
                foreach (var more in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) { steps.Push(more); }
                continue;
            }
            if (!there.Exists) { throw new CliException($"evalsymlink failure on '{shown}' : lstat {next}: no such file or directory"); }
            if (there is FileInfo && steps.Count > 0) { throw new CliException($"evalsymlink failure on '{shown}' : not a directory"); }
            resolved = next;
        }
        return Directory.Exists(resolved) ? (resolved, "") : (Path.GetDirectoryName(resolved)!, Path.GetFileName(resolved));
    }

    private static byte[] Download(string address)
    {
        using var http = PublicHttp.Client();
        try
        {
            using var response = http.GetAsync(address).GetAwaiter().GetResult();
            if (response.IsSuccessStatusCode) { return response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult(); }
            if (RepositoryAddress.Of(address) is not null) { throw new CliException("URL is a git repository"); }
            throw new CliException($"HTTP Error: status code {(int)response.StatusCode} ({Reason(response.StatusCode)})");
        }
        catch (HttpRequestException e) { throw new CliException($"Get \"{address}\": {Why(e, new Uri(address))}"); }
    }

    private static string Reason(HttpStatusCode code)
    {
        using var response = new HttpResponseMessage(code);
        return response.ReasonPhrase ?? "";
    }

    private static string Why(HttpRequestException failure, Uri address) => failure.GetBaseException() is not SocketException socket ? failure.GetBaseException().Message : socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"dial tcp {(address.Host == "localhost" ? "127.0.0.1" : address.Host)}:{address.Port}: connect: connection refused",
        SocketError.HostNotFound or SocketError.TryAgain => $"dial tcp: lookup {address.Host}: no such host",
        _ => socket.Message,
    };

    private static BuildRoot Cloned(RepositoryAddress repository, BuildRoot? referrer)
    {
        // Git would take it for an option, and some of those run programs.
        if (repository.Ref.StartsWith('-')) { throw new CliException($"'{repository.Ref}' is no branch, tag or commit"); }
        var git = Program() ?? throw new CliException("no 'git' program on path: exec: \"git\": executable file not found in $PATH");
        var clone = Cleaned(Directory.CreateTempSubdirectory("kustomize-").FullName, "").Folder;
        try
        {
            Run("init");
            Run("remote", "add", "origin", repository.Remote);
            Run("fetch", "--depth=1", repository.Remote, repository.Ref.Length > 0 ? repository.Ref : "HEAD");
            Run("checkout", "FETCH_HEAD");
            if (repository.HasSubmodules) { Run("submodule", "update", "--init", "--recursive"); }
            var wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository.Folder, clone));
            var (folder, file) = Cleaned(wanted, wanted);
            if (file.Length > 0) { throw new CliException($"'{wanted}' refers to file '{file}'; expecting directory"); }
            if (!IsWithin(folder, clone)) { throw new CliException($"\"{wanted}\" refers to directory outside of repo \"{clone}\""); }
            return new BuildRoot(folder, referrer, false, repository, clone);
        }
        catch
        {
            Directory.Delete(clone, recursive: true);
            throw;
        }

        void Run(params string[] words)
        {
            var command = $"{git} {string.Join(' ', words)}";
            using var process = Process.Start(new ProcessStartInfo(git, words) { WorkingDirectory = clone, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(repository.Limit))
            {
                process.Kill(entireProcessTree: true);
                throw new CliException($"hit {Flags.GoDuration.Format(repository.Limit)} timeout running '{command}'");
            }
            if (process.ExitCode != 0) { throw new CliException($"failed to run '{command}': {output.Result}{errors.Result}: exit status {process.ExitCode}"); }
        }
    }

    private static string? Program() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(static f => Path.Combine(f, "git")).FirstOrDefault(File.Exists);
}
