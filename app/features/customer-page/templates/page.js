// The page works without this script: it only adds buttons that copy.
for (const button of document.querySelectorAll('button.copy')) {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
        const said = document.querySelector('.said');
        await navigator.clipboard.writeText(button.dataset.copy);
        said.textContent = button.dataset.copied;
    });
}
