using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>Images of an engine.</summary>
internal sealed class DockerImages(DockerClient docker, DockerOptions options, TimeProvider time)
{
    private const string NoLogin = "";

    /// <summary>All images.</summary>
    public async Task<IEnumerable<Image>> ListAsync(CancellationToken cancellationToken) =>
        (await docker.GetAsync(new DockerCall("ListImages", null), "/images/json", cancellationToken).ConfigureAwait(false)).Items().Select(i => DockerAnswers.Image(i, options.SandboxImage));

    /// <summary>One image; null where it is not there.</summary>
    public async Task<Image?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        try { return DockerAnswers.Image(await docker.GetAsync(new DockerCall("ImageStatus", reference), $"/images/{reference}/json", cancellationToken).ConfigureAwait(false), options.SandboxImage); }
        catch (CriException e) when (e.Error == CriError.NotFound) { return null; }
    }

    /// <summary>Fetches an image; returns its id.</summary>
    public async Task<string> PullAsync(string reference, AuthConfig? login, CancellationToken cancellationToken)
    {
        var call = new DockerCall("PullImage", reference);
        string name;
        try { name = Images.ImageReference.Normalize(reference); }
        catch (FormatException e) { throw new CriException(CriError.InvalidArgument, call.Operation, call.Subject, e.Message, e); }
        using var response = await docker.OpenAsync(HttpMethod.Post, call, $"/images/create?fromImage={Uri.EscapeDataString(name)}", null, Login(login), cancellationToken).ConfigureAwait(false);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Encoding.UTF8);
        // Progress, a line each; a failure comes as one of them.
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            using var said = JsonDocument.Parse(line);
            if (said.RootElement.TextAt("error") is { Length: > 0 } error) { throw new CriException(CriError.Unknown, call.Operation, call.Subject, error); }
        }
        return (await FindAsync(name, cancellationToken).ConfigureAwait(false))?.Id ?? throw new CriException(CriError.NotFound, call.Operation, call.Subject, "the image was fetched and is not there");
    }

    /// <summary>Removes an image, all its names. One that is gone is no error.</summary>
    public async Task RemoveAsync(string reference, CancellationToken cancellationToken)
    {
        var call = new DockerCall("RemoveImage", reference);
        if (await FindAsync(reference, cancellationToken).ConfigureAwait(false) is not { } image) { return; }
        foreach (var name in image.RepoTags.Concat(image.RepoDigests).DefaultIfEmpty(image.Id))
        {
            try { await docker.DeleteAsync(call, $"/images/{name}", cancellationToken).ConfigureAwait(false); }
            catch (CriException e) when (e.Error == CriError.NotFound) { /* went with a name before */ }
        }
    }

    /// <summary>What images take of the engine's disk.</summary>
    public async Task<FilesystemUsage> UsageAsync(CancellationToken cancellationToken)
    {
        var call = new DockerCall("ImageFsInfo", null);
        var (about, use) = (await docker.GetAsync(call, "/info", cancellationToken).ConfigureAwait(false), await docker.GetAsync(call, "/system/df", cancellationToken).ConfigureAwait(false));
        return new FilesystemUsage
        {
            Timestamp = DockerAnswers.Nanoseconds(time.GetUtcNow()),
            FsId = new FilesystemIdentifier { Mountpoint = about.TextAt("DockerRootDir") },
            UsedBytes = new UInt64Value { Value = (ulong)Math.Max(0, use.NumberAt("LayersSize")) },
            InodesUsed = new UInt64Value(),
        };
    }

    private static string Login(AuthConfig? login)
    {
        if (login is null) { return NoLogin; }
        var (user, password) = (login.Username, login.Password);
        if (user.Length == 0 && login.Auth.Length > 0 && Encoding.UTF8.GetString(Convert.FromBase64String(login.Auth)).Split(':', 2) is [var first, var second]) { (user, password) = (first, second); }
        var said = new JsonObject { ["username"] = user, ["password"] = password, ["serveraddress"] = login.ServerAddress, ["identitytoken"] = login.IdentityToken, ["registrytoken"] = login.RegistryToken };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(said.ToJsonString())).Replace('+', '-').Replace('/', '_');
    }
}
