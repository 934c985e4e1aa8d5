"""Clients made for other products, unchanged, against a running studio.

    STUDIO_URL=http://127.0.0.1:3000 STUDIO_TOKEN=... target/clients/bin/python -m unittest tests/clients/clients.py

`cargo test` starts a server and runs this. Nothing here knows more of the studio than the address and a token.
"""

import base64
import io
import json
import os
import threading
import time
import unittest
import zipfile

import openai
import requests
import webuiapi
from PIL import Image, ImageDraw

URL = os.environ["STUDIO_URL"].rstrip("/")
TOKEN = os.environ["STUDIO_TOKEN"]


def photo(size=(96, 64)):
    """Something with edges and colours."""
    picture = Image.new("RGB", size, "navy")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4), fill="gold")
    return picture


def png(picture, name="picture.png"):
    file = io.BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


class OpenAi(unittest.TestCase):
    """https://github.com/openai/openai-python"""

    def setUp(self):
        self.client = openai.OpenAI(base_url=f"{URL}/v1", api_key=TOKEN)

    def test_models_are_listed(self):
        names = [model.id for model in self.client.models.list()]
        self.assertIn("starter-scenes", names)
        model = self.client.models.retrieve("starter-scenes")
        self.assertEqual((model.id, model.object), ("starter-scenes", "model"))

    def test_paints_under_the_names_of_their_models(self):
        answer = self.client.images.generate(
            model="gpt-image-1", prompt="A red boat on the sea", n=2, size="1024x1024", quality="low", user="somebody"
        )
        self.assertEqual(len(answer.data), 2)
        for entry in answer.data:
            picture = Image.open(io.BytesIO(base64.b64decode(entry.b64_json)))
            self.assertEqual(picture.width, picture.height)
        self.assertEqual(answer.output_format, "png")

    def test_an_address_needs_no_key(self):
        answer = self.client.images.generate(model="dall-e-3", prompt="A hill", style="vivid", quality="standard")
        file = requests.get(answer.data[0].url, timeout=30)
        self.assertEqual((file.status_code, file.headers["content-type"]), (200, "image/png"))
        Image.open(io.BytesIO(file.content)).load()

    def test_formats_and_parameters_of_ours(self):
        once = [
            self.client.images.generate(
                model="starter-scenes", prompt="A lake", response_format="b64_json", output_format="webp",
                extra_body={"seed": 3, "steps": 4, "guidance_scale": 4, "negative_prompt": "night"},
            ).data[0].b64_json
            for _ in range(2)
        ]
        self.assertEqual(*once)
        self.assertEqual(Image.open(io.BytesIO(base64.b64decode(once[0]))).format, "WEBP")

    def test_edits_with_and_without_a_mask(self):
        mask = photo().convert("RGBA")
        mask.putalpha(Image.new("L", mask.size, 255))
        mask.paste((0, 0, 0, 0), (0, 0, 48, 64))
        for more in [{"mask": png(mask, "mask.png")}, {}]:
            answer = self.client.images.edit(
                model="dall-e-2", image=png(photo()), prompt="A lake at night", response_format="b64_json", n=1, **more
            )
            Image.open(io.BytesIO(base64.b64decode(answer.data[0].b64_json))).load()

    def test_variations(self):
        answer = self.client.images.create_variation(image=png(photo()), n=2, response_format="b64_json")
        self.assertEqual(len(answer.data), 2)

    def test_errors_are_the_ones_their_programs_catch(self):
        with self.assertRaises(openai.NotFoundError) as missing:
            self.client.images.generate(model="nonsense", prompt="A boat")
        self.assertEqual((missing.exception.code, missing.exception.param), ("model_not_found", "model"))
        with self.assertRaises(openai.BadRequestError) as refused:
            self.client.images.generate(prompt="A boat", size="large")
        self.assertEqual((refused.exception.param, refused.exception.type), ("size", "invalid_request_error"))
        with self.assertRaises(openai.AuthenticationError) as stranger:
            openai.OpenAI(base_url=f"{URL}/v1", api_key="sk-nobody").images.generate(prompt="A boat")
        self.assertEqual(stranger.exception.code, "invalid_api_key")


class WebUi(unittest.TestCase):
    """https://github.com/mix1009/sdwebuiapi"""

    def setUp(self):
        self.api = webuiapi.WebUIApi(baseurl=f"{URL}/sdapi/v1")
        self.api.session.headers["Authorization"] = f"Bearer {TOKEN}"

    def test_everything_there_is_to_choose_is_told(self):
        api = self.api
        self.assertIn("starter-scenes", api.util_get_model_names())
        self.assertIn("Euler", api.util_get_sampler_names())
        self.assertEqual(api.util_get_scheduler_names()[0], "automatic")
        self.assertIn("starter-upscaler", [upscaler["name"] for upscaler in api.get_upscalers()])
        self.assertEqual(api.get_embeddings(), {"loaded": {}, "skipped": {}})
        self.assertEqual(api.get_scripts(), {"txt2img": [], "img2img": []})
        self.assertGreater(api.get_memory()["ram"]["total"], 0)
        self.assertTrue(api.get_cmd_flags()["api"])
        for nothing in [
            api.get_loras, api.get_hypernetworks, api.get_face_restorers, api.get_realesrgan_models,
            api.get_prompt_styles, api.get_sd_vae, api.get_latent_upscale_modes,
        ]:
            self.assertEqual(nothing(), [])
        api.refresh_checkpoints()

    def test_paints_and_says_how(self):
        result = self.api.txt2img(prompt="A red boat", negative_prompt="night", seed=11, steps=4, cfg_scale=4, width=256,
                                  height=256, batch_size=2)
        self.assertEqual([image.size for image in result.images], [(256, 256)] * 2)
        self.assertEqual((result.info["seed"], result.info["all_seeds"]), (11, [11, 12]))
        self.assertEqual(result.image.info["parameters"], result.info["infotexts"][0])
        self.assertEqual(result.parameters["prompt"], "A red boat")
        read = self.api.png_info(result.image)
        self.assertTrue(read.info.startswith("A red boat\nNegative prompt: night\nSteps: 4, "))
        again = self.api.txt2img(prompt="A red boat", negative_prompt="night", seed=12, steps=4, cfg_scale=4, width=256,
                                 height=256)
        self.assertEqual(again.image.tobytes(), result.images[1].tobytes())

    def test_paints_over_pictures_and_masks(self):
        original = photo((256, 256))
        mask = Image.new("L", original.size, 0)
        mask.paste(255, (0, 0, 100, 256))
        for fill in [0, 1]:
            result = self.api.img2img(images=[original], mask_image=mask, prompt="A lake", steps=4, cfg_scale=4, width=256,
                                      height=256, inpainting_fill=fill, denoising_strength=0.8)
            right = (140, 0, 256, 256)
            self.assertEqual(result.image.convert("RGB").crop(right).tobytes(), original.crop(right).tobytes())
        whole = self.api.img2img(images=[original], prompt="A lake", steps=4, width=256, height=256)
        self.assertNotEqual(whole.image.convert("RGB").tobytes(), original.tobytes())

    def test_enlarges(self):
        upscaler = webuiapi.Upscaler.ESRGAN_4x
        result = self.api.extra_single_image(image=photo(), upscaler_1=upscaler, upscaling_resize=1.5)
        self.assertEqual(result.image.size, (144, 96))
        batch = self.api.extra_batch_images(images=[photo(), photo((30, 20))], upscaler_1="starter-upscaler")
        self.assertEqual([image.size for image in batch.images], [(192, 128), (60, 40)])

    def test_options_keep_the_chosen_model(self):
        self.api.util_set_model("starter scenes")
        self.assertEqual(self.api.util_get_current_model(), "starter-scenes")

    def test_progress_is_told_and_work_interrupted(self):
        results = []
        work = threading.Thread(target=lambda: results.append(self.api.txt2img(prompt="A hill", steps=150, n_iter=4)))
        work.start()
        deadline = time.time() + 30
        while not (progress := self.api.get_progress())["progress"] > 0:
            self.assertLess(time.time(), deadline, "no progress")
            time.sleep(0.05)
        self.assertGreater(progress["state"]["sampling_steps"], 0)
        self.api.interrupt()
        work.join(60)
        self.assertLess(len(results[0].images), 4)
        self.api.util_wait_for_ready(check_interval=0.2)

    def test_what_cannot_be_done_is_said(self):
        with self.assertRaises(RuntimeError) as refused:
            self.api.txt2img(prompt="A boat", enable_hr=True)
        status, body = refused.exception.args
        self.assertEqual((status, json.loads(body)["errors"][0]["field"]), (422, "enable_hr"))


class Rembg(unittest.TestCase):
    """https://github.com/danielgatis/rembg, its server, as its own documentation calls it."""

    def remove(self, **query):
        files = {"file": ("photo.png", png(photo()), "image/png")}
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return requests.post(f"{URL}/api/remove", params=query, files=files, headers=headers, timeout=60)

    def test_cuts_out(self):
        cutout = Image.open(io.BytesIO(self.remove(model="u2net", a="true", af=240).content))
        self.assertEqual((cutout.format, cutout.mode, cutout.size), ("PNG", "RGBA", (96, 64)))
        mask = Image.open(io.BytesIO(self.remove(om="true").content))
        self.assertEqual((mask.mode, mask.tobytes()), ("L", cutout.getchannel("A").tobytes()))


class Archive(unittest.TestCase):
    """Python's own zip reader on what is made while it is sent."""

    def test_is_whole(self):
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {TOKEN}"
            ids = []
            for side in [20, 30]:
                answer = session.post(f"{URL}/v1/images", files={"file": png(photo((side, side)))}, timeout=30)
                ids.append(answer.json()["id"])
            archive = session.post(f"{URL}/v1/images/archive", json={"image_ids": ids}, timeout=30)
        with zipfile.ZipFile(io.BytesIO(archive.content)) as pictures:
            self.assertIsNone(pictures.testzip())
            sizes = [Image.open(pictures.open(name)).size for name in pictures.namelist()]
        self.assertEqual(sizes, [(20, 20), (30, 30)])


if __name__ == "__main__":
    unittest.main()
