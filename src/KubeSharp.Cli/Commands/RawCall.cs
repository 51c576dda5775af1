namespace KubeSharp.Cli.Commands;

/// <summary>--raw: a file sent to a path as it is.</summary>
internal static class RawCall
{
    /// <summary>Sends the one file of -f and prints the answer.</summary>
    public static async Task<int> RunAsync(CommandContext context, HttpMethod method, string path)
    {
        if (context.Flags.List("filename") is not [var file]) { throw new CliException("--raw can only use a single local file or stdin"); }
        if (!path.StartsWith('/')) { throw new CliException($"--raw must be a valid URL path: parse \"{path}\": invalid URI for request"); }
        var body = file == "-" ? System.Text.Encoding.UTF8.GetBytes(await context.Terminal.ReadAllAsync(context.Cancellation)) : await File.ReadAllBytesAsync(file, context.Cancellation);
        context.Out.Write(System.Text.Encoding.UTF8.GetString(await (await context.ServerAsync()).CallBytesAsync(method, path, body, "application/json", context.Cancellation, isRaw: true)));
        return 0;
    }
}
